/** Finds what a person types: a ticker or name, words of a title, or an id from a log or a message. */

import * as v from 'valibot'
import { FOUND_MAX, type FoundRow } from '#shared/contracts/api/find.ts'
import { Uuid } from '#shared/contracts/primitives.ts'
import { holdsWords } from '#shared/sql/documents/title-words.ts'
import type { Db } from '#shared/sql/open.ts'
import { ofAccount } from '#shared/sql/trading/accounts.ts'
import { escapedWords, goesBy } from '#shared/sql/universe/company-words.ts'

/** The likeliest kind first; each list is as long as FOUND_MAX at most. */
export async function findByWords(db: Db, words: string): Promise<FoundRow[]> {
  if (v.is(Uuid, words.toLowerCase())) return findById(db, words.toLowerCase())
  if (TRACE.test(words.toLowerCase())) return findTrace(db, words.toLowerCase())
  const [companies, documents, orders, sources] = await Promise.all([
    findCompanies(db, words),
    findDocuments(db, words),
    findOrders(db, words),
    findSources(db, words),
  ])
  return [...companies, ...documents, ...orders, ...sources]
}

const TRACE = /^[0-9a-f]{32}$/

/** By its id, as it stands in logs and in answers. */
function findTrace(db: Db, traceId: string): Promise<FoundRow[]> {
  return db<FoundRow[]>`
    select 'trace' as kind, ${traceId}::text as id, 'Way through the stages' as title, 'begun by ' || producer as says
    from jobs where substr(traceparent, 4, 32) = ${traceId} order by seq limit 1`
}

/** By ticker, legal name or another name; who goes by exactly these words first. */
function findCompanies(db: Db, words: string): Promise<FoundRow[]> {
  const begins = `${escapedWords(words)}%`
  return db<FoundRow[]>`
    select 'company' as kind, ticker as id, legal_name as title, ticker || ' · ' || sector as says from companies c
    where ${goesBy(db, words)}
    order by ticker = upper(${words}) desc, ticker ilike ${begins} desc, legal_name ilike ${begins} desc,
      active desc, ticker limit ${FOUND_MAX}`
}

/** The newest first. */
function findDocuments(db: Db, words: string): Promise<FoundRow[]> {
  return db<FoundRow[]>`
    select 'document' as kind, document_id as id, title,
      publisher || ' · ' || to_char(published_at at time zone 'America/New_York', 'YYYY-MM-DD') as says
    from documents d where ${holdsWords(db, words)}
    order by published_at desc, document_id limit ${FOUND_MAX}`
}

/** By one of the ids that the broker knows it by. */
function findOrders(db: Db, brokersId: string): Promise<FoundRow[]> {
  return db<FoundRow[]>`
    ${ordersFound(db)} where client_order_id = ${brokersId}
      or (${ofAccount(db, 'orders')} and broker_order_id = ${brokersId}) limit ${FOUND_MAX}`
}

function ordersFound(db: Db) {
  return db`
    select 'order' as kind, order_id as id, side || ' ' || trim_scale(quantity) || ' ' || ticker as title,
      to_char(intended_at at time zone 'America/New_York', 'YYYY-MM-DD HH24:MI') || ' ET' as says from orders`
}

function findSources(db: Db, words: string): Promise<FoundRow[]> {
  return db<FoundRow[]>`
    select 'source' as kind, source_id as id, source_name as title, source_type as says from sources
    where source_name ilike ${`%${escapedWords(words)}%`} order by active desc, source_name, source_id limit ${FOUND_MAX}`
}

/** Whatever goes by this id. */
async function findById(db: Db, id: string): Promise<FoundRow[]> {
  const found = await Promise.all([
    db<FoundRow[]>`
      select 'document' as kind, document_id as id, title, publisher as says from documents where document_id = ${id}`,
    db<FoundRow[]>`
      select 'recommendation' as kind, recommendation_id as id, action || ' ' || ticker as title,
        trend_window || ', ' || mode as says
      from recommendations where recommendation_id = ${id}`,
    db<FoundRow[]>`
      ${ordersFound(db)} where order_id = ${id} or decision_id = ${id} or client_order_id = ${id}
        or (${ofAccount(db, 'orders')} and broker_order_id = ${id})`,
    db<FoundRow[]>`
      select 'event' as kind, global_event_id as id, summary as title, event_type as says
      from global_events where global_event_id = ${id}`,
    db<FoundRow[]>`
      select 'source' as kind, source_id as id, source_name as title, source_type as says
      from sources where source_id = ${id}`,
    db<FoundRow[]>`
      select 'backtest' as kind, run_id as id, strategy as title,
        first_day || ' to ' || last_day || ', ' || state as says
      from backtest_runs where run_id = ${id}`,
    db<FoundRow[]>`
      select 'trace' as kind, job_id as id, 'Way of a job of ' || list as title, state as says
      from jobs where job_id = ${id}`,
  ])
  return found.flat()
}
