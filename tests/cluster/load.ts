/** Jobs for the parser: real articles of the replayed days, stored as ingestion stores them. */

import { setTimeout as sleep } from 'node:timers/promises'
import * as v from 'valibot'
import { enqueue } from '#shared/queue/record/jobs.ts'
import type { Sql } from '#shared/sql/open.ts'
import { keepRaws } from '../../functions/ingestion/keep.ts'
import { batchOf, storeBatch } from '../../functions/ingestion/store.ts'
import { polygonNews } from '#shared/clients/polygon/news.ts'
import { ask } from '../helpers/ask.ts'
import type { Bed } from './bed.ts'
import { WORLD_NAME } from './servers.ts'

const Page = v.looseObject({
  results: v.array(v.looseObject({ id: v.string(), article_url: v.string(), title: v.string() })),
})

export type Load = {
  jobIds: string[]
  /** Of each job, in the same order. */
  documentIds: string[]
  /** When the jobs' transaction was through, in milliseconds since the epoch. */
  at: number
}

/** Stores `count` articles as new documents, each with its parsing job; `name` tells loads apart. */
export async function loadParser(bed: Bed, name: string, count: number): Promise<Load> {
  const { sql, objects } = bed
  await watchEffects(sql)
  const items = await articles(bed, count)
  const [source] = await sql<{ sourceId: string }[]>`
    select source_id from sources where source_type = 'news_api' order by source_id limit 1`
  if (!source) throw new Error('Load the parser: no news source is seeded')
  const job = {
    source_id: source.sourceId,
    company_id: null,
    ticker: '',
    legal_name: '',
    aliases: [],
    source_type: 'news_api' as const,
    source_name: 'load',
    config: {},
    credibility_score: 0.5,
    scheduled_at: new Date().toISOString(),
  }
  const now = new Date('2019-05-08T14:00:00Z')
  // Each an article of its own: the same id or the same link would be a version of one that is there.
  const told = items.map((item, i) => ({
    ...item,
    id: `${item.id}-${name}-${i}`,
    article_url: `${item.article_url}/${name}-${i}`,
    title: `${item.title} (${name} ${i})`,
  }))
  const found = await polygonNews({
    news: async () => ({ items: told, whole: true, missing: [] }),
  })({
    job,
    seen: { lastPublishedAt: null } as never,
    now: new Date('2030-01-01T00:00:00Z'),
    signal: new AbortController().signal,
  })
  const documents = found.documents ?? []
  const raws = await keepRaws(objects, documents)
  const batch = batchOf(job, documents)
  const documentIds: string[] = []
  const jobIds = await sql.begin(async (tx) => {
    const handovers = await storeBatch(tx, job, { batch, raws, now })
    documentIds.push(...handovers.map((one) => one.job.document_id))
    return enqueue(tx, handovers, { key: `load:${name}`, now })
  })
  if (jobIds.length !== count)
    throw new Error(`Load the parser: wanted ${count} jobs, made ${jobIds.length}`)
  return { jobIds, documentIds, at: Date.now() }
}

/**
 * Notes each time the parser's effect is committed: its statement alone sets `language`, and a trigger
 * on the column fires whether or not the value is another. Ids are derived, so that the rows of a
 * second effect would be the same ones; this counts it all the same. It notes as the owner: the function's own
 * role may not write there.
 */
async function watchEffects(sql: Sql): Promise<void> {
  await sql.unsafe(`
    create table if not exists proof_effects (document_id uuid not null);
    create or replace function proof_effect() returns trigger language plpgsql
      security definer set search_path = public as $$ begin insert into proof_effects values (new.document_id); return null; end $$;
    create or replace trigger proof_effect after update of language on documents
      for each row execute function proof_effect();`)
}

/** Makes the effect of a load's first job once more, behind the product's back: `repeated` must tell. */
export async function repeatOne({ sql }: Bed, { documentIds }: Load): Promise<void> {
  await sql`update documents set language = language where document_id = ${documentIds[0]!}`
}

let stock: v.InferOutput<typeof Page>['results'] = []

/** Articles as the world tells them over Polygon's HTTP; told again from the start when they run out. */
async function articles({ world }: Bed, count: number) {
  if (stock.length === 0) {
    const query =
      'published_utc.gte=2019-05-01T00:00:00Z&published_utc.lte=2019-05-08T00:00:00Z&limit=1000&apiKey=replay'
    const { text } = await ask(world, {
      path: `/polygon/v2/reference/news?${query}`,
      headers: { host: WORLD_NAME },
    })
    stock = v.parse(Page, JSON.parse(text)).results
    if (stock.length === 0) throw new Error('Load the parser: the world tells no articles')
  }
  return Array.from({ length: count }, (_, i) => stock[i % stock.length]!)
}

export type Count = {
  done: number
  lost: number
  repeated: number
  dead: number
  deliveredAgain: number
}

/**
 * How a load ended: `lost` has no outcome, or is done without its effect; `repeated` had its effect
 * more than once.
 */
export async function countLoad({ sql }: Bed, { jobIds, documentIds }: Load): Promise<Count> {
  const [row] = await sql<Count[]>`
    with wanted as (
      select * from unnest(${jobIds}::uuid[], ${documentIds}::uuid[]) as wanted (job_id, document_id)
    ), effects as (
      select document_id, count(*) as times from proof_effects group by document_id
    )
    select count(*) filter (where state = 'done') as done,
      count(*) filter (where state = 'dead') as dead,
      count(*) filter (where deliveries > 1) as delivered_again,
      count(*) filter (where times > 1) as repeated,
      count(*) filter (
        where state is null or state = 'queued' or (state = 'done' and times is null)) as lost
    from wanted left join jobs using (job_id) left join effects using (document_id)`
  return row!
}

/** Resolves with when the first of a load's jobs was done and when the last; milliseconds since the epoch. */
export async function untilDone(
  bed: Bed,
  load: Load,
  seconds: number,
): Promise<{ first: number; last: number }> {
  const deadline = Date.now() + seconds * 1_000
  for (;;) {
    const state = await readProgress(bed, load).catch(() => undefined)
    if (state && state.settled === load.jobIds.length)
      return { first: state.first.getTime(), last: state.last.getTime() }
    if (Date.now() > deadline) {
      throw new Error(
        `Wait for ${load.jobIds.length} jobs: ${state?.settled ?? 'none that PostgreSQL tells of'} settled in ${seconds} s`,
      )
    }
    await sleep(300)
  }
}

async function readProgress({ sql }: Bed, { jobIds }: Load) {
  const [row] = await sql<{ settled: number; first: Date; last: Date }[]>`
    select count(*) as settled, min(settled_at) as first, max(settled_at) as last
    from jobs where job_id = any(${jobIds}::uuid[]) and state in ('done', 'dead')`
  return row!
}
