/** `stonks extract`: texts as a reader reads them, one JSON line each. */

import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import type { Entity } from '#shared/domain/document/reading/reading.ts'
import { extractByModel } from '#shared/domain/document/tone/extract.ts'
import { sayFeature } from '#shared/domain/document/tone/say-feature.ts'
import { toneReader } from '#shared/domain/document/tone/reader.ts'
import { classifyEvent } from '#shared/domain/document/macro/classify.ts'
import { isSet } from '#shared/host/env.ts'
import { messageOf } from '#shared/host/faults.ts'
import type { Sql } from '#shared/sql/open.ts'
import { asksForRecord, isOfRecord, READERS } from '../evaluate/reader-names.ts'
import { openReader } from '../evaluate/readers.ts'
import { onRecord } from '../evaluate/store.ts'
import { readArgs, UsageError, type Command, type ExitCode } from '../command.ts'

const help = `Usage: stonks extract FILE.jsonl [--macro]
       stonks extract FILE.jsonl --reader NAME [--database URL]

Reads texts with rules-v2, the reader that needs no model, or with the one that
is named, and prints one JSON line for each line of the file:
{"id","entities":[{"entity","sentiment","score","impact","confidence",
 "catalyst","quotes":[{"text","start","end"}],"because":[{"feature","says","weight"}]}],
 "key_facts","model":"rules-v2"}
Offsets are into the text of that line; "because" is what spoke loudest for the
answer, by its feature of the model and in words.

  FILE.jsonl  one {"id","text","entities"} a line; entities are names, or
              {"name","ticker"}; without them the whole text is read as one
              entity ""; - reads standard input
  --reader NAME  ${READERS.join(', ')}, or a variant of the
              agent document-extractor by its name, looked up in the record;
              default rules-v2. A model is where the environment says
              (docs/ENVIRONMENT.md), with FinBERT before it where one is named;
              "tokens" is what it took, "by" of an entity who read it in its place,
              and "because", "key_facts" and --macro are of rules-v2 alone
  --database URL  the record of variants, in which replies are kept, and not asked
              for again
  --macro     adds "event": what of the world the text tells of, or null
  --help      this text

A line that is not such an object is told on standard error with its number,
and the next one is read.

Exit code: 0 every line was read, 1 some were not, 2 wrong use.

Example: echo '{"id":1,"text":"Ford beats GM","entities":["Ford","GM"]}' | stonks extract -
`

const Line = v.object({
  id: v.union([v.string(), v.number()]),
  text: v.pipe(v.string(), v.maxLength(1_000_000)),
  entities: v.optional(
    v.pipe(
      v.array(
        v.union([
          v.pipe(v.string(), v.minLength(1)),
          v.object({ name: v.pipe(v.string(), v.minLength(1)), ticker: v.optional(v.string()) }),
        ]),
      ),
      v.maxLength(100),
    ),
  ),
})
type Line = v.InferOutput<typeof Line>

export const command: Command = {
  name: 'extract',
  summary: 'reads texts for sentiment, impact and catalyst by any reader, one JSON line each',
  help,
  readsRecord: asksForRecord,
  async run(args) {
    const { values, positionals } = readArgs(args, {
      options: {
        macro: { type: 'boolean', default: false },
        reader: { type: 'string', default: toneReader.model },
        database: { type: 'string' },
      },
      allowPositionals: true,
    })
    const [file, ...others] = positionals
    if (file === undefined || others.length > 0)
      throw new UsageError('extract takes one file of JSON lines, or -')
    const { reader, macro, database } = values
    const run = async (sql?: Sql) => describeAll(file, await describerOf(reader, macro, sql))
    const wantsRecord = database !== undefined || (isOfRecord(reader) && isSet('DATABASE_URL'))
    return wantsRecord ? onRecord(database, run) : run()
  },
}

async function describeAll(
  file: string,
  describe: (line: Line) => Promise<object>,
): Promise<ExitCode> {
  let exit: ExitCode = 0
  for (const [index, shown] of readLines(file).entries()) {
    if (shown.trim() === '') continue
    const line = readLine(shown)
    if (typeof line === 'string') {
      process.stderr.write(`stonks extract: line ${index + 1}: ${line}\n`)
      exit = 1
    } else process.stdout.write(`${JSON.stringify(await describe(line))}\n`)
  }
  return exit
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8').split(/\r?\n/)
  } catch (cause) {
    throw new UsageError(`Read ${file}: ${messageOf(cause)}`, { cause })
  }
}

/** The line, or what is wrong with it. */
function readLine(shown: string): Line | string {
  let value: unknown
  try {
    value = JSON.parse(shown)
  } catch (fault) {
    return `not JSON: ${messageOf(fault)}`
  }
  const result = v.safeParse(Line, value)
  if (result.success) return result.output
  const [issue] = result.issues
  return `${v.getDotPath(issue) ?? 'the line'}: ${issue.message}`
}

/** @throws UsageError for a reader that is none. */
async function describerOf(
  name: string,
  withEvent: boolean,
  sql: Sql | undefined,
): Promise<(line: Line) => Promise<object>> {
  if (name === toneReader.model) return (line) => Promise.resolve(describeByRules(line, withEvent))
  if (withEvent) throw new UsageError('--macro is read by rules-v2 alone')
  const { by, read } = await openReader(name, sql)
  return async ({ id, text, entities = [''] }) => {
    const asked = entities.map((entity) => entityOf(text, entity))
    const { companies, tokens } = await read(text, asked, new AbortController().signal)
    return { id, entities: companies, model: by().model, tokens }
  }
}

function describeByRules({ id, text, entities = [''] }: Line, withEvent: boolean) {
  const read = extractByModel(
    text,
    entities.map((entity) => entityOf(text, entity)),
  )
  return {
    id,
    entities: read.companies.map((company) => ({
      ...company,
      because: company.because.map((one) => ({ ...one, says: sayFeature(one.feature) })),
    })),
    key_facts: read.keyFacts,
    model: toneReader.model,
    ...(withEvent ? { event: classifyEvent(text) } : {}),
  }
}

/** An entity where its name or ticker stands as a word; a name that does not stand there says nothing. */
function entityOf(
  text: string,
  given: string | { name: string; ticker?: string | undefined },
): Entity {
  const { name, ticker } = typeof given === 'string' ? { name: given, ticker: undefined } : given
  const forms = [name, ...(ticker ? [ticker] : [])].filter(Boolean)
  const occurrences = forms
    .flatMap((form) => placesOf(text, form))
    .sort((a, b) => a.start - b.start)
  if (name !== '' && occurrences.length === 0)
    return { name, occurrences: [{ start: text.length, end: text.length }] }
  return { name, occurrences }
}

function placesOf(text: string, form: string): { start: number; end: number }[] {
  const escaped = form.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, 'gu')
  return [...text.matchAll(pattern)]
    .slice(0, 200)
    .map((found) => ({ start: found.index, end: found.index + form.length }))
}
