/** The files of a data folder, plain or gzipped, read into rows that know their line. */

import { shortened } from '#shared/domain/document/text/cut.ts'
import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { gunzipSync } from 'node:zlib'

/** The data folder does not hold what a replay needs; the message names file, line and column. */
export class DataFolderError extends Error {
  override readonly name = 'DataFolderError'
}

export type DataRow = { file: string; line: number; get(column: string): string }

/** The path of `<name>` or `<name>.gz`, or undefined. */
export function findFile(folder: string, name: string): string | undefined {
  return [name, `${name}.gz`].map((each) => join(folder, each)).find(existsSync)
}

/** @throws DataFolderError when neither the plain nor the gzipped file is there. */
export function needFile(folder: string, name: string): string {
  const path = findFile(folder, name)
  if (path) return path
  throw new DataFolderError(`Read ${folder}: expected ${name} or ${name}.gz, found neither`)
}

export function readText(path: string): string {
  const bytes = readFileSync(path)
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').replace(/^\uFEFF/, '')
}

/** Non-empty lines with their numbers, counted from 1. */
export function* readLines(path: string): Generator<{ line: number; text: string }> {
  const text = readText(path)
  let line = 0
  for (let start = 0; start < text.length;) {
    const found = text.indexOf('\n', start)
    const end = found < 0 ? text.length : found
    line += 1
    const content = text.slice(start, end).replace(/\r$/, '')
    start = end + 1
    if (content.trim() !== '') yield { line, text: content }
  }
}

/**
 * Rows of a CSV file with a header; quoted fields (RFC 4180) may hold commas, not line breaks.
 *
 * @throws DataFolderError on a missing column or a row of another length than the header.
 */
export function* readCsv(path: string, columns: readonly string[]): Generator<DataRow> {
  const file = basename(path)
  let header: Map<string, number> | undefined
  for (const { line, text } of readLines(path)) {
    const fields = splitCsv(text)
    if (!header) {
      header = new Map(fields.map((name, index) => [name.trim().toLowerCase(), index]))
      const missing = columns.find((column) => !header?.has(column))
      if (missing) throw wrong({ file, line }, `a column ${missing}`, text)
      continue
    }
    if (fields.length < header.size) {
      throw wrong({ file, line }, `${header.size} fields`, String(fields.length))
    }
    const places = header
    yield { file, line, get: (column) => fields[places.get(column) ?? -1]?.trim() ?? '' }
  }
}

function splitCsv(text: string): string[] {
  if (!text.includes('"')) return text.split(',')
  const fields: string[] = []
  for (const match of text.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)) {
    fields.push(match[1]?.replace(/""/g, '"') ?? match[2] ?? '')
  }
  return fields
}

/** The error every reader of the folder throws: where, what was wanted, what was found. */
export function wrong(at: { file: string; line: number }, wanted: string, found: string) {
  return new DataFolderError(
    `${at.file} line ${at.line}: expected ${wanted}, found "${shortened(found, 80)}"`,
  )
}

const DATE = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/

/** @throws DataFolderError unless `text` is a day of the calendar, YYYY-MM-DD. */
export function needDate(at: { file: string; line: number }, text: string): string {
  const day = DATE.test(text) ? new Date(`${text}T00:00:00Z`) : undefined
  if (day?.toISOString().startsWith(text)) return text
  throw wrong(at, 'a date YYYY-MM-DD', text)
}
