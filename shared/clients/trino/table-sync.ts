/** Tables and views of one schema, brought to what the table of columns says. */

import type { Column } from '../../contracts/lake/columns.ts'
import type { LakeShape } from '../lake/engine.ts'
import { quoteName, quoteText, versionsOf, type TrinoPlace } from './names.ts'
import { createTable, defineColumn, viewText, type TableKind } from './shapes.ts'
import { wordOf, type Exact } from './exact-json.ts'

/** Runs one statement where plain names are the schema's; gives its rows. */
export type RunTrino = (text: string) => Promise<Exact[][]>

export type NamedShape = LakeShape & { says?: string }

type Known = {
  /** Of each table or view: its columns, with type and comment. */
  columns: Map<string, Map<string, { type: string; says: string }>>
  views: Map<string, string>
}

/** What is there, in two questions for the whole schema. */
export async function readSchema(run: RunTrino, { catalog, schema }: TrinoPlace): Promise<Known> {
  const from = `from ${quoteName(catalog)}.information_schema`
  const columns: Known['columns'] = new Map()
  const told = await run(
    `select table_name, column_name, data_type, comment ${from}.columns where table_schema = ${quoteText(schema)}`,
  )
  for (const [table, name, type, says] of told) {
    const one = columns.get(wordOf(table)) ?? new Map()
    columns.set(wordOf(table), one.set(wordOf(name), { type: wordOf(type), says: said(says) }))
  }
  const views = await run(
    `select table_name, view_definition ${from}.views where table_schema = ${quoteText(schema)}`,
  )
  return { columns, views: new Map(views.map(([name, text]) => [wordOf(name), wordOf(text)])) }
}

/** What was done to one table. */
export type Shaped = { isMade: boolean; columnsAdded: string[] }

/**
 * Makes the table, or adds the columns it lacks; says what each tells; makes the view of what stands.
 *
 * @throws Error of a column whose type is another there than here: neither is guessed to be right.
 */
export async function shapeTable(
  run: RunTrino,
  known: Known,
  shape: NamedShape,
  kind: TableKind,
): Promise<Shaped> {
  const name = versionsOf(shape.name)
  const there = known.columns.get(name)
  const done: Shaped = { isMade: there === undefined, columnsAdded: [] }
  if (there) done.columnsAdded = await mendTable(run, shape, kind, there)
  else await run(createTable(shape, kind))
  const text = viewText(shape, kind)
  const isAsWanted = bare(known.views.get(shape.name) ?? '') === bare(text)
  if (!isAsWanted || done.columnsAdded.length > 0) {
    await run(
      `create or replace view ${quoteName(shape.name)} comment ${quoteText(shape.says ?? '')} security invoker as ${text}`,
    )
  }
  // Each is a statement, and a view that is made anew has lost them: said where people look, not of the copies too.
  const ofView = isAsWanted ? known.columns.get(shape.name) : undefined
  for (const column of kind.saysOfViews ? shape.columns : [])
    if (ofView?.get(column.name)?.says !== column.says) await comment(run, shape.name, column)
  return done
}

async function mendTable(
  run: RunTrino,
  { name: table, columns }: LakeShape,
  kind: TableKind,
  there: ReadonlyMap<string, { type: string; says: string }>,
): Promise<string[]> {
  const name = versionsOf(table)
  const added: string[] = []
  for (const column of columns) {
    const found = there.get(column.name)
    const wanted = kind.types[column.type]
    if (!found) {
      await run(`alter table ${quoteName(name)} add column ${defineColumn(column, kind)}`)
      added.push(column.name)
    } else if (found.type !== wanted) {
      throw new Error(
        `Sync ${table}: column ${column.name} is ${found.type} in Trino and ${wanted} here. Types do not change: ` +
          `give the column a new name, or drop the table ${name} in Trino`,
      )
    } else if (found.says !== column.says) await comment(run, name, column)
  }
  return added
}

async function comment(run: RunTrino, table: string, { name, says }: Column): Promise<void> {
  await run(`comment on column ${quoteName(table)}.${quoteName(name)} is ${quoteText(says)}`)
}

const said = (cell: Exact | undefined): string => (typeof cell === 'string' ? cell : '')

/** Trino keeps a view's text in its own hand: other spaces, capitals, and quotes only where they are needed. */
const bare = (text: string): string => text.replaceAll(/[\s"]/g, '').toLowerCase()
