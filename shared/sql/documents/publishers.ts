/** Who publishes: each domain once, with the owner behind it and how much it has given. */

import { ownerOf } from '../../domain/source/publisher.ts'
import type { Tx } from '../open.ts'

export type Published = {
  publisherDomain: string | null
  publisher: string
  credibilityScore: number
}

/** Counts new documents to their publishers; one that is first heard of is written down. */
export async function countPublished(
  tx: Tx,
  documents: readonly Published[],
  now: Date,
): Promise<void> {
  const byDomain = new Map<string, { name: string; credibility: number; documents: number }>()
  for (const { publisherDomain: domain, publisher: name, credibilityScore } of documents) {
    if (domain === null) continue
    const known = byDomain.get(domain) ?? { name, credibility: credibilityScore, documents: 0 }
    byDomain.set(domain, { ...known, documents: known.documents + 1 })
  }
  if (byDomain.size === 0) return
  const rows = [...byDomain].map(([domain, row]) => ({ domain, owner: ownerOf(domain), ...row }))
  // Always in one order, so that two fetches never wait for each other.
  await tx`
    insert into publishers as known (domain, name, owner, first_seen_at, documents, credibility)
    select domain, name, owner, ${now}, documents, credibility
    from jsonb_to_recordset(${tx.json(rows)})
      as r (domain text, name text, owner text, documents integer, credibility double precision)
    order by domain
    on conflict (domain) do update set documents = known.documents + excluded.documents,
      owner = excluded.owner, credibility = excluded.credibility`
}
