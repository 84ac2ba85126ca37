/** `stonks evaluate`: how well a reader reads texts whose labels are known. */

import { writeFileSync } from 'node:fs'
import { messageOf } from '#shared/host/faults.ts'
import { readArgs, UsageError, type Command, type ExitCode } from '../command.ts'
import { isHeldOut, readLabelled, type Labelled } from '../evaluate/labelled.ts'
import { binsOf, measureAnswers, type JudgedAnswer } from '../evaluate/measures.ts'
import { plotOf } from '../evaluate/plot.ts'
import { classOf, openReader, READERS, type ReaderName } from '../evaluate/readers.ts'

const help = `Usage: stonks evaluate FILE.jsonl --reader NAME [--json] [--held-out] [--plot FILE.svg]

Reads texts whose labels are known and tells how often the reader is right.

  FILE.jsonl    one {"id","text","entities":[{"name","label"}]} a line, or
                {"headline","entities":{NAME:LABEL}}, or {"text","label"} for a
                text as a whole; labels are positive, neutral and negative;
                - reads standard input
  --reader NAME ${READERS.join(', ')}
  --json        one object: {"reader","lines","labels","accuracy","macro_f1",
                "per_class","differing_accuracy","brier","ece",
                "texts_per_second","tokens"}
  --held-out    only the texts that rules-v2 is never trained on (three in twenty)
  --plot FILE   writes the calibration as a picture: how often it was right
                against how sure it was
  --help        this text

differing_accuracy counts the entities of texts where they differ. brier and ece
are of the confidence in the answer given. A line that is no such object is told
on standard error with its number, and the next one is read.

Exit code: 0 every line was read, 1 some were not, 2 wrong use.

Example: stonks evaluate headlines.jsonl --reader rules-v2 --json
`

export const command: Command = {
  name: 'evaluate',
  summary: 'how often a reader is right on labelled texts, and as often as it says',
  help,
  async run(args) {
    const { values, positionals } = readArgs(args, {
      options: {
        reader: { type: 'string' },
        json: { type: 'boolean', default: false },
        'held-out': { type: 'boolean', default: false },
        plot: { type: 'string' },
      },
      allowPositionals: true,
    })
    const [file, ...others] = positionals
    if (file === undefined || others.length > 0)
      throw new UsageError('evaluate takes one file of JSON lines, or -')
    const reader = readerOf(values.reader)
    let exit: ExitCode = 0
    const told = (line: number, why: string) => {
      process.stderr.write(`stonks evaluate: line ${line}: ${why}\n`)
      exit = 1
    }
    const texts = linesOf(file, told).filter(({ text }) => !values['held-out'] || isHeldOut(text))
    const read = openReader(reader)
    const started = performance.now()
    const answers: JudgedAnswer[] = []
    for (const text of texts) answers.push(...(await answersOf(text, read)))
    const seconds = (performance.now() - started) / 1000
    const report = {
      reader,
      lines: texts.length,
      ...measureAnswers(answers),
      texts_per_second: Math.round(texts.length / Math.max(seconds, 1e-6)),
      // The readers there are tell of no tokens.
      tokens: reader === 'ollama' ? null : 0,
    }
    if (values.plot !== undefined)
      writeFileSync(values.plot, plotOf(`${reader}: ${report.labels} answers`, binsOf(answers)))
    process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : wordsOf(report))
    return exit
  },
}

function readerOf(given: string | undefined): ReaderName {
  const name = READERS.find((one) => one === given)
  if (!name) throw new UsageError(`--reader takes one of ${READERS.join(', ')}`)
  return name
}

function linesOf(file: string, told: (line: number, why: string) => void): Labelled[] {
  try {
    return readLabelled(file, told)
  } catch (cause) {
    throw new UsageError(`Read ${file}: ${messageOf(cause)}`, { cause })
  }
}

async function answersOf(
  { text, entities }: Labelled,
  read: ReturnType<typeof openReader>,
): Promise<JudgedAnswer[]> {
  const { companies } = await read(text, entities)
  const differs = new Set(entities.map(({ label }) => label)).size > 1
  return entities.map(({ label }, index) => {
    const company = companies[index]
    return company
      ? { gold: label, got: classOf(company), confidence: company.confidence, differs }
      : { gold: label, got: 'neutral', confidence: 0, differs }
  })
}

function wordsOf(report: ReturnType<typeof measureAnswers> & Record<string, unknown>): string {
  const { per_class, ...rest } = report
  const lines = Object.entries(rest).map(
    ([name, value]) => `${name.padEnd(20)} ${JSON.stringify(value)}`,
  )
  const classes = Object.entries(per_class).map(
    ([name, { labels, precision, recall, f1 }]) =>
      `${name.padEnd(20)} ${labels} labels, precision ${precision}, recall ${recall}, F1 ${f1}`,
  )
  return `${[...lines, ...classes].join('\n')}\n`
}
