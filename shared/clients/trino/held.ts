/** Conditions that name files of the lake, so that questions read what it holds and nothing that lies beside it. */

import type { HeldFile } from '../lake/engine.ts'
import { LAKE_BUCKET } from '../lake/names.ts'
import { quoteText } from './names.ts'

/** Of one statement: Trino takes a million characters, and an Iceberg writer holds a hundred days open. */
const FILES_MAX = 400
const DAYS_MAX = 60

/** Held files of one table, oldest day first, in parts that one statement can name. */
export function filesInParts(files: readonly HeldFile[]): HeldFile[][] {
  const parts: HeldFile[][] = []
  let days = new Set<string>()
  for (const file of files.toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0))) {
    days.add(file.day)
    const part = parts.at(-1)
    if (part && part.length < FILES_MAX && days.size <= DAYS_MAX) part.push(file)
    else {
      parts.push([file])
      days = new Set([file.day])
    }
  }
  return parts
}

/** Holds for the rows of these files alone. */
export function inFiles(files: readonly HeldFile[]): string {
  const paths = files.map(({ key }) => quoteText(`s3://${LAKE_BUCKET}/${key}`))
  return `${nearDays(files)} and "$path" in (${paths.join(', ')})`
}

/** Holds for all rows of the files' days, and for others too: plain enough for an engine to skip days by; `of` stands before its columns. */
export function nearDays(files: readonly HeldFile[], of = ''): string {
  const parts = files.map(({ day }) => day.split('-').map(Number))
  return ['year', 'month', 'day']
    .map((name, place) => {
      const values = [...new Set(parts.map((part) => part[place] ?? 0))].toSorted((a, b) => a - b)
      return `${of}"${name}" in (${values.join(', ')})`
    })
    .join(' and ')
}
