/** What there is to ask the lake: its tables, and questions that come with the product or were kept. */

import { lakeTables } from '#shared/sql/lake/facts/all.ts'
import { shippedQuestions } from '#shared/sql/lake/questions/all.ts'
import { readQuestions } from '#shared/sql/lake/saved-questions.ts'
import type { Sql } from '#shared/sql/open.ts'
import { UsageError, type ExitCode } from '../command.ts'
import { formatTable } from '../table.ts'

export function listTables(json: boolean): ExitCode {
  const tables = lakeTables.map(({ name, says, keyColumns, columns }) => ({
    name,
    says,
    keyColumns,
    columns,
  }))
  if (json) console.log(JSON.stringify({ tables }))
  else
    for (const { name, says, columns } of tables) {
      console.log(`${name}: ${says}`)
      const rows = columns.map((column) => [`  ${column.name}`, column.type, column.says])
      console.log(`${formatTable(['  column', 'type', 'what it tells'], rows)}\n`)
    }
  return 0
}

export async function listQuestions(sql: Sql, json: boolean): Promise<ExitCode> {
  const questions = await readAll(sql)
  if (json) console.log(JSON.stringify({ questions }))
  else {
    const rows = questions.map(({ slug, area, name }) => [slug ?? '', area, name])
    console.log(formatTable(['slug', 'area', 'name'], rows))
  }
  return 0
}

/** By slug or, in any case of letters, by name. @throws UsageError of one that is not there. */
export async function findQuestion(sql: Sql, asked: string) {
  const found = (await readAll(sql)).find(
    ({ slug, name }) => slug === asked || name.toLowerCase() === asked.toLowerCase(),
  )
  if (found) return found
  throw new UsageError(`--question takes one that --questions lists, found "${asked}"`)
}

async function readAll(sql: Sql) {
  const kept = await readQuestions(sql)
  return [
    ...shippedQuestions,
    ...kept.map(({ name, says, statement }) => ({
      slug: null,
      area: 'kept',
      name,
      says,
      statement,
    })),
  ]
}
