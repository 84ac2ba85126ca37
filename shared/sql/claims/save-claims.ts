/** Table `document_claims`: what readings quote that prices or EDGAR know too. */

import { claimsIn, type ToldClaim } from '../../domain/claim/claims.ts'
import type { Extraction } from '../../domain/document/reading/reading.ts'
import type { Tx } from '../open.ts'

/** The impact records just stored, each with the company it is of. */
export type ClaimingImpact = { impactId: string; entity: string }

/**
 * Stores the claims of a reading, to be checked; again it changes nothing. What quotes the same words for
 * two companies does not say whose shares or reports it speaks of, and claims nothing.
 * Returns the impact records that claim something.
 */
export async function saveClaims(
  tx: Tx,
  impacts: readonly ClaimingImpact[],
  { companies }: Pick<Extraction, 'companies'>,
): Promise<string[]> {
  const rows = impacts.flatMap(({ impactId, entity }) => {
    const quotes = quotesOf(companies, entity)
    const shared = new Set(
      companies.flatMap((one) => (one.entity === entity ? [] : quotesOf(companies, one.entity))),
    )
    const claims = quotes
      .filter((quote) => !shared.has(quote))
      .flatMap((quote) => claimsIn(quote).map((claim) => ({ ...claim, quote })))
    return [...new Map(claims.map((claim) => [claim.kind, claim])).values()].map((claim) => ({
      impact_id: impactId,
      kind: claim.kind,
      quote: claim.quote,
      direction: claim.kind === 'price_move' ? claim.direction : null,
      percent: claim.kind === 'price_move' ? claim.percent : null,
      form: claim.kind === 'filing' ? claim.form : null,
      amount: 'amount' in claim ? claim.amount : null,
      unit: 'amount' in claim ? claim.unit : null,
      state: stateOf(claim),
    }))
  })
  if (rows.length === 0) return []
  await tx`
    insert into document_claims (impact_id, kind, company_id, ticker, quote, direction, percent,
      form, amount, unit, state, published_at, read_at)
    select c.impact_id, c.kind, i.company_id, i.ticker, c.quote, c.direction, c.percent,
      c.form, c.amount, c.unit, c.state, i.published_at, i.extracted_at
    from jsonb_to_recordset(${tx.json(rows)}) as c (
      impact_id uuid, kind text, quote text, direction smallint, percent double precision,
      form text, amount numeric, unit numeric, state text
    ) join document_impact_records i using (impact_id)
    on conflict do nothing`
  return [...new Set(rows.map((row) => row.impact_id))]
}

/** Undecided. The release before this takes what is `open` for a move or an 8-K, and would refute any other by that. */
function stateOf(claim: ToldClaim): 'open' | 'waiting' {
  if (claim.kind === 'filing') return claim.form === '8-K' ? 'open' : 'waiting'
  return claim.kind === 'price_move' ? 'open' : 'waiting'
}

function quotesOf(companies: Extraction['companies'], entity: string): string[] {
  return companies.find((one) => one.entity === entity)?.quotes.map(({ text }) => text) ?? []
}
