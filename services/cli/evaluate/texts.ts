/** `stonks evaluate FILE`: a reader over labelled texts. */

import { writeFileSync } from 'node:fs'
import { isSet } from '#shared/host/env.ts'
import { messageOf } from '#shared/host/faults.ts'
import { readArgs, UsageError, type ExitCode } from '../command.ts'
import { checkCalibration } from './calibration-check.ts'
import { readAll } from './read-all.ts'
import { isHeldOut, readLabelled, type Labelled } from './labelled.ts'
import { binsOf } from './measures.ts'
import { plotOf } from './plot.ts'
import type { Sql } from '#shared/sql/open.ts'
import { isOfRecord, READER_WORDS } from './reader-names.ts'
import { openReader } from './readers.ts'
import { onRecord, storeTexts } from './store.ts'
import { openEvaluationTeller, type EvaluationTeller } from './tell.ts'
import { textReportOf, sayReport } from './text-report.ts'

/** Runs it by the words behind the command. @throws UsageError on wrong use. */
export async function evaluateTexts(args: string[]): Promise<ExitCode> {
  const options = readOptions(args)
  const { name, stores, database } = options
  const wantsRecord =
    stores || database !== undefined || (isOfRecord(name) && isSet('DATABASE_URL'))
  if (!wantsRecord) return evaluate(options, undefined)
  return onRecord(database, (sql) => evaluate(options, sql))
}

/** With a record, replies are kept in it; what was found goes there where that is asked for. */
async function evaluate(options: Options, sql: Sql | undefined): Promise<ExitCode> {
  const { file, name, part, json, isHeldOutOnly, plot, stores } = options
  const say = (text: string) => void process.stderr.write(text)
  const teller = openEvaluationTeller(say, () => performance.now())
  const texts = linesOf(file, teller).filter(({ text }) => !isHeldOutOnly || isHeldOut(text))
  const reader = await openReader(name, sql)
  const found = await whileAsked((signal) =>
    readAll(texts, reader, { signal, failed: teller.faulty, progress: teller.progress }),
  )
  const report = textReportOf(found)
  if (part !== undefined) report.calibration = checkCalibration(found.answers, part)
  const bins = binsOf(found.answers)
  if (plot !== undefined) writeFileSync(plot, plotOf(`${name}: ${report.labels} answers`, bins))
  process.stdout.write(json ? `${JSON.stringify(report)}\n` : sayReport(name, report))
  if (found.stopped !== null)
    say(
      `stonks evaluate: ended after ${found.lines} of ${texts.length} texts: ${found.stopped}; ` +
        'what was measured until then is above\n',
    )
  if (found.lines === 0) say('stonks evaluate: no labelled text was read\n')
  else if (stores && sql) await storeTexts(sql, reader, { file, report, bins })
  const unread = teller.end()
  return unread > 0 || found.stopped !== null || found.lines === 0 ? 1 : 0
}

type Options = ReturnType<typeof readOptions>

function readOptions(args: string[]) {
  const { values, positionals } = readArgs(args, {
    options: {
      reader: { type: 'string' },
      json: { type: 'boolean', default: false },
      'held-out': { type: 'boolean', default: false },
      calibrate: { type: 'string' },
      plot: { type: 'string' },
      store: { type: 'boolean', default: false },
      database: { type: 'string' },
    },
    allowPositionals: true,
  })
  const [file, ...others] = positionals
  if (file === undefined || others.length > 0)
    throw new UsageError('evaluate takes one file of JSON lines, or -')
  return {
    file,
    name: readerOf(values.reader),
    part: values.calibrate === undefined ? undefined : readPart(values.calibrate),
    json: values.json,
    isHeldOutOnly: values['held-out'],
    plot: values.plot,
    stores: values.store,
    database: values.database,
  }
}

function readerOf(given: string | undefined): string {
  if (given === undefined) throw new UsageError(`--reader takes one of ${READER_WORDS}`)
  return given
}

function readPart(given: string): number {
  const part = Number(given)
  if (/^0?\.\d+$/.test(given) && part >= 0.1 && part <= 0.9) return part
  throw new UsageError(`--calibrate takes a share from 0.1 to 0.9, found "${given}"`)
}

function linesOf(file: string, { faulty, noted }: EvaluationTeller): Labelled[] {
  try {
    return readLabelled(file, faulty, noted)
  } catch (cause) {
    throw new UsageError(`Read ${file}: ${messageOf(cause)}`, { cause })
  }
}

/** Until Ctrl-C; a second one ends the process as it would any other. */
async function whileAsked<T>(run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController()
  const ask = () => stop.abort()
  process.once('SIGINT', ask)
  try {
    return await run(stop.signal)
  } finally {
    process.off('SIGINT', ask)
  }
}
