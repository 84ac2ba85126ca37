/** `stonks lake superset`: Superset's dashboards of the lake, written as files that it imports. */

import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { shippedQuestions } from '#shared/sql/lake/questions/all.ts'
import { readArgs, UsageError, type ExitCode } from '../command.ts'
import { supersetBundle } from '../superset/bundle.ts'
import { describeQuestions } from '../superset/dataset.ts'

/** Where the chart has Trino, and as whom Superset asks it. */
const TRINO = { url: 'http://trino:8080', user: 'superset' }

/** What `--help` says of it. */
export const supersetHelp = `superset  writes a folder that Superset imports: the lake on Trino as a database, each question that comes
          with the product as a dataset and a chart, and four dashboards. The same release writes the
          same files; no password stands in them.`

export async function runSuperset(args: string[]): Promise<ExitCode> {
  const { values } = readArgs(args, {
    options: { out: { type: 'string' }, trino: { type: 'string', default: TRINO.url } },
  })
  if (!values.out) throw new UsageError('superset takes --out FOLDER')
  if (!/^https?:$/.test(URL.parse(values.trino)?.protocol ?? ''))
    throw new UsageError('--trino: expected an http or https URL')
  const files = await writeSuperset(values.out, values.trino)
  console.log(`${files} files in ${values.out}`)
  return 0
}

/** Writes the bundle into a folder, in place of what one before it left there; how many files. */
export async function writeSuperset(folder: string, url = TRINO.url): Promise<number> {
  const answered = await describeQuestions(shippedQuestions)
  const files = supersetBundle(answered, { ...TRINO, url })
  const parts = new Set([...files.keys()].map((path) => path.split('/')[0] ?? ''))
  for (const part of parts) await rm(join(folder, part), { recursive: true, force: true })
  for (const [path, text] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
  return files.size
}
