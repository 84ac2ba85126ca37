/** The registry of company names as the parser and the extractor hold it in memory. */

import { compileRegistry, type Registry } from '../../domain/document/mentions/registry.ts'
import { readCompanies } from './companies.ts'
import type { Sql } from '../open.ts'

/** Real time between two looks at whether the companies changed. */
const LOOK_MS = 5_000

/**
 * A function that gives the compiled registry of active companies.
 *
 * It reads the companies once, and again when their fingerprint has changed; the fingerprint is
 * looked at every five seconds at most, and concurrent callers share one look.
 */
export function openRegistry(sql: Sql): () => Promise<Registry> {
  let held: { fingerprint: string; registry: Registry } | undefined
  let lookedAt = Number.NEGATIVE_INFINITY
  let looking: Promise<Registry> | undefined

  const look = async (): Promise<Registry> => {
    const fingerprint = await readFingerprint(sql)
    if (held?.fingerprint !== fingerprint) {
      held = { fingerprint, registry: compileRegistry(await readCompanies(sql, { active: true })) }
    }
    lookedAt = performance.now()
    return held.registry
  }
  return async () => {
    if (held && performance.now() - lookedAt < LOOK_MS) return held.registry
    looking ??= look().finally(() => {
      looking = undefined
    })
    return looking
  }
}

/** A digest of every active company and alias: equal as long as nothing changed. */
async function readFingerprint(sql: Sql): Promise<string> {
  const [row] = await sql<{ fingerprint: string }[]>`
    select md5(coalesce(string_agg(line, e'\n' order by line), '')) as fingerprint
    from (
      select concat_ws('|', 'c', company_id, ticker, legal_name, sector) from companies where active
      union all
      select concat_ws('|', 's', company_id, s.ticker)
      from securities s join companies using (company_id) where s.active and companies.active
      union all
      select concat_ws('|', 'a', company_id, alias) from company_aliases join companies using (company_id) where active
    ) as lines (line)
  `
  return row?.fingerprint ?? ''
}
