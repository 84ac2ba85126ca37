/** `stonks evaluate`: how well readers read, and what trends know. */

import { UsageError, type Command } from '../command.ts'
import { attackHelp, runAttack } from '../evaluate/attack/attack.ts'
import { evaluateTexts } from '../evaluate/texts.ts'
import { asksForRecord, READERS } from '../evaluate/reader-names.ts'
import { evaluateSignals, signalsHelp } from '../evaluate/signals.ts'
import { evaluateTrend, trendHelp } from '../evaluate/trend.ts'

const help = `Usage: stonks evaluate FILE.jsonl --reader NAME [--json] [--held-out]
                                       [--calibrate PART] [--plot FILE.svg]
                                       [--store] [--database URL]
${trendHelp}
${signalsHelp}
With a file: reads texts whose labels are known and tells how often the reader is right.

  FILE.jsonl    one {"id","text","entities":[{"name","label"}]} a line, or
                {"headline","entities":{NAME:LABEL}}, or {"text","label"} for a
                text as a whole; labels are positive, neutral and negative
                (also pos, neg, bullish, bearish, in any letters);
                - reads standard input
  --reader NAME ${READERS.join(', ')},
                or a variant of the agent document-extractor by its name, at rest or
                not (or the agent, by its own), looked up in the record; a model is
                where the environment says, and FinBERT goes before it where
                FINBERT_MODEL names one, as for the extractor
  --json        one object: {"lines","labels","accuracy","macro_f1",
                "per_class","differing_accuracy","brier","ece",
                "texts_per_second","tokens"}
  --held-out    only the texts that rules-v2 is never trained on (three in twenty)
  --calibrate PART  fits what the reader says of itself on this share of the
                texts (such as 0.5, chosen by their words) and checks it on the
                others: isotonic from 500 labels on, else Platt; adds
                "calibration" to the object
  --plot FILE   writes the calibration as a picture: how often it was right
                against how sure it was
  --store       keeps what was found in the record that the command joins, for page
                Model quality; with --calibrate, readings of this very version
                are stored with the calibrated confidence from now on
  --database URL  the record, where it is another; replies of a model are kept in
                the record wherever there is one, and not asked for again
  --help        this text

differing_accuracy counts the entities of texts where they differ. brier and ece
are of the confidence in the answer given. A line that cannot be read is told on
standard error with its number and counted, and the next one is read; so is a text
that the reader fails on, which counts in no measure. Ctrl-C ends the run with what
was measured until then.

Exit code: 0 every line was read, 1 some were not, 2 wrong use.

Example: stonks evaluate headlines.jsonl --reader rules-v2 --json
`

export const command: Command = {
  name: 'evaluate',
  summary: 'how often a reader is right, and as often as it says; what trends and signals know',
  help: `${help}
${attackHelp}`,
  readsRecord: (args) =>
    ((args[0] === 'trend' || args.includes('--store')) && !args.includes('--database')) ||
    asksForRecord(args),
  run(args) {
    const [first, ...rest] = args
    if (first === undefined) throw new UsageError('evaluate takes one file of JSON lines, or -')
    if (first === 'attack') return runAttack(rest)
    if (first === 'signals') return Promise.resolve(evaluateSignals(rest))
    return first === 'trend' ? evaluateTrend(rest) : evaluateTexts(args)
  },
}
