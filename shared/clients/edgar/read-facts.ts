/** Reads EDGAR's company facts: by taxonomy, concept and unit the figures of every filing. */

import * as v from 'valibot'
import { KEPT_CONCEPTS, type Fact } from '../../domain/fundamentals/facts.ts'
import { PermanentFault } from '../../host/faults.ts'

export type CompanyFacts = { facts: Fact[]; odd: { says: string; item: string }[] }

const day = v.pipe(v.string(), v.isoDate())
const Row = v.object({
  start: v.optional(day),
  end: day,
  val: v.pipe(v.number(), v.finite()),
  accn: v.pipe(v.string(), v.regex(/^\d{10}-\d{2}-\d{6}$/)),
  form: v.string(),
  filed: day,
})
/** Of a company since 2009; twenty years of every report have a few hundred a concept. */
const ROWS_MAX = 5_000
const DECIMALS_MAX = 9

/** @throws PermanentFault where they are no facts at all. */
export function readCompanyFacts(value: unknown): CompanyFacts {
  const taxonomies = partOf(value, 'facts')
  if (typeof taxonomies !== 'object' || taxonomies === null)
    throw new PermanentFault('source_malformed', 'Read company facts: expected an object "facts"')
  const read: CompanyFacts = { facts: [], odd: [] }
  for (const concept of KEPT_CONCEPTS) {
    const [taxonomy = '', name = ''] = concept.split(':')
    const units = partOf(partOf(partOf(taxonomies, taxonomy), name), 'units')
    for (const [unit, rows] of Object.entries(units ?? {})) {
      for (const row of Array.isArray(rows) ? rows.slice(0, ROWS_MAX) : [])
        readFact(concept, unit, row, read)
    }
  }
  return read
}

function readFact(concept: string, unit: string, row: unknown, read: CompanyFacts): void {
  const told = v.safeParse(Row, row)
  if (!told.success) {
    const [{ message }] = told.issues
    read.odd.push({ says: `${concept}: ${message}`, item: JSON.stringify(row) ?? 'null' })
    return
  }
  const { start, end, val, accn, form, filed } = told.output
  if (start !== undefined && start > end) {
    read.odd.push({ says: `${concept}: it ends before it begins`, item: JSON.stringify(row) })
    return
  }
  const value = val.toFixed(DECIMALS_MAX).replace(/\.?0+$/, '')
  const period = { from: start ?? end, to: end }
  read.facts.push({ concept, unit, ...period, value, form, accessionNumber: accn, filedOn: filed })
}

function partOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined
}
