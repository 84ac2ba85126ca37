/** What an editor offers while a statement is written: tables, their columns, words and functions. */

import type { Completion, CompletionContext, CompletionSource } from '@codemirror/autocomplete'
import { keywordCompletionSource, schemaCompletionSource } from '@codemirror/lang-sql'
import { syntaxTree } from '@codemirror/language'
import type { LakeTableRow } from '#shared/contracts/api/lake.ts'
import { isFunction, lakeDialect } from './dialect.ts'

/** What every table is cut by; the engine reads only the days that a statement names. */
const PARTITION = ['year', 'month', 'day'].map((name) => ({
  name,
  type: 'integer',
  says: `the ${name} in New York that the row is filed under`,
}))

/** Sources for CodeMirror; what they offer together is what it shows. */
export function completeSql(tables: readonly LakeTableRow[]): readonly CompletionSource[] {
  const named = schemaCompletionSource({ dialect: lakeDialect, schema: schemaOf(tables) })
  return [
    (context) => ranked(named(context), wantsTable(before(context))),
    (context) => (wantsTable(before(context)) ? null : completeColumn(context, tables)),
    (context) => (context.matchBefore(/\.\w*/) ? null : words(context)),
  ]
}

const words = keywordCompletionSource(lakeDialect, false, wordOf)

const before = ({ state, pos }: CompletionContext) => state.sliceDoc(0, pos)

/** True where a table is named next: behind `from` and `join`, and behind a comma between tables. */
export function wantsTable(text: string): boolean {
  return /\b(?:from|join)\s+(?:[\w.]+(?:\s+(?:as\s+)?\w+)?\s*,\s*)*\w*$/i.test(text)
}

/** Tables first where one is wanted, else behind all that an expression is made of. */
function ranked(result: ReturnType<CompletionSource>, isWanted: boolean) {
  if (result === null || result instanceof Promise) return result
  const boost = isWanted ? 2 : -2
  return {
    ...result,
    options: result.options.map((one) => (one.type === 'class' ? { ...one, boost } : one)),
  }
}

/** A table holds what stands, the one that ends in `_versions` each row as it ever stood. */
function schemaOf(tables: readonly LakeTableRow[]) {
  const entries = tables.flatMap(({ name, says, columns }) => {
    const children = [...columns, ...PARTITION].map(columnOf)
    return [
      [name, { self: { label: name, type: 'class', info: says }, children }],
      [
        `${name}_versions`,
        {
          self: {
            label: `${name}_versions`,
            type: 'class',
            info: `${says}. Each row as it ever stood`,
          },
          children,
        },
      ],
    ] as const
  })
  return Object.fromEntries(entries)
}

function columnOf({ name, type, says }: LakeTableRow['columns'][number]): Completion {
  return { label: name, type: 'property', detail: type, info: says }
}

function wordOf(label: string, type: string): Completion {
  if (!isFunction(label)) return { label, type: type === 'keyword' ? 'keyword' : 'type', boost: -1 }
  return { label, type: 'function', apply: `${label}(`, boost: -1 }
}

const NO_NAME = /^(?:String|LineComment|BlockComment|QuotedIdentifier|Number)$/

/** Columns by their own name: of the tables that the statement names, or of all where it names none yet. */
function completeColumn(context: CompletionContext, tables: readonly LakeTableRow[]) {
  const word = context.matchBefore(/[\w.]*/)
  if (!word || (word.text === '' && !context.explicit) || word.text.includes('.')) return null
  if (NO_NAME.test(syntaxTree(context.state).resolveInner(context.pos, -1).name)) return null
  const named = tablesNamed(context.state.doc.toString(), tables)
  return { from: word.from, options: columnsOf(named), validFor: /^\w*$/ }
}

/** Those that a statement reads; all of them where it reads none. */
export function tablesNamed(
  statement: string,
  tables: readonly LakeTableRow[],
): readonly LakeTableRow[] {
  const words = new Set(statement.toLowerCase().match(/\w+/g))
  const named = tables.filter(({ name }) => words.has(name) || words.has(`${name}_versions`))
  return named.length > 0 ? named : tables
}

/** Each name once; `info` says what it tells where that is the same everywhere, else whose it is. */
function columnsOf(tables: readonly LakeTableRow[]): Completion[] {
  const found = new Map<string, { column: LakeTableRow['columns'][number]; of: string[] }>()
  for (const { name, columns } of tables)
    for (const column of columns) {
      const known = found.get(column.name)
      if (known) known.of.push(name)
      else found.set(column.name, { column, of: [name] })
    }
  return [...found.values(), ...PARTITION.map((column) => ({ column, of: [] }))].map(
    ({ column, of }) => ({
      ...columnOf(column),
      ...(of.length > 1 && { info: `of ${of.join(', ')}` }),
      boost: 1,
    }),
  )
}
