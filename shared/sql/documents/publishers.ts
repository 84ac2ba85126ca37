/** Who publishes: each domain once, with the owner behind it and how much it has given. */

import { ownerOf } from '../../domain/source/publisher.ts'
import type { PastOf } from '../../domain/source/record.ts'
import type { Db, Tx } from '../open.ts'

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

/**
 * What these publishers have done so far, by domain; those that are new are left out. Of how often prices bore
 * them out only what was counted before `now`.
 */
export async function readPublisherPasts(
  db: Db,
  domains: readonly string[],
  now: Date,
): Promise<Map<string, PastOf>> {
  const rows = await db<(PastOf & { domain: string })[]>`
    select domain, first_seen_at, stories, confirmed, confirmed_days,
      coalesce(case when counted_at >= ${now} then tried_before else tried end, 0) as tried,
      coalesce(case when counted_at >= ${now} then borne_out_before else borne_out end, 0) as borne_out
    from publishers left join publisher_records using (domain)
    where domain = any(${[...new Set(domains)]}::text[])`
  return new Map(rows.map((row) => [row.domain, row]))
}

/**
 * Counts the stories that new documents tell first, and those that others told first and a known owner tells
 * now: each once, to the publisher of the first document alone.
 */
export async function countConfirmed(
  tx: Tx,
  documentIds: readonly string[],
  now: Date,
): Promise<void> {
  if (documentIds.length === 0) return
  await tx`
    update publishers set stories = stories + told.count
    from (
      select publisher_domain as domain, count(*)::int as count from documents
      where document_id = any(${[...documentIds]}::uuid[]) and story_id = document_id
      group by publisher_domain order by publisher_domain
    ) told where publishers.domain = told.domain`
  await tx`
    with confirmed as (
      update documents first set confirmed_at = ${now}
      from documents later
      where later.document_id = any(${[...documentIds]}::uuid[]) and later.owner_record = 'known'
        and first.document_id = later.story_id and first.document_id <> later.document_id
        and first.confirmed_at is null and first.owner_record <> 'known'
        and first.ingested_at < ${now} and first.published_at < later.published_at
      returning first.publisher_domain as domain
    )
    update publishers set confirmed = publishers.confirmed + told.count,
      confirmed_days = publishers.confirmed_days
        + case when confirmed_on is distinct from (${now} at time zone 'UTC')::date then 1 else 0 end,
      confirmed_on = (${now} at time zone 'UTC')::date
    from (select domain, count(*)::int as count from confirmed group by domain order by domain) told
    where publishers.domain = told.domain`
}
