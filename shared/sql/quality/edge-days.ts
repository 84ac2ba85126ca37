/** Table `edge_days`: what scores taken before sessions knew of prices, session by session. */

import type { DayEdge, EdgeHorizon, Turned } from '../../domain/quality/edge.ts'
import type { Db, Tx } from '../open.ts'

/** The row of `scheduler_marks` that says up to which session is counted. */
const MARK = 'edge_days'
/** A year of sessions is what is looked at. */
const SESSIONS_MAX = 250

/** What gives a score: a window of trends, a signal or pipeline of the signal engine, or a strategy in shadow. */
export type ScoreName = { kind: EdgeKind; name: string }
export type EdgeKind = 'trend' | 'signal' | 'strategy'

export type EdgeDay = ScoreName & DayEdge & { horizon: EdgeHorizon } & Partial<Turned>

/** The close of the last session that was counted; undefined before the first. */
export async function readEdgeThrough(db: Db): Promise<Date | undefined> {
  const [mark] = await db<{ at: Date }[]>`select at from scheduler_marks where name = ${MARK}`
  return mark?.at
}

/** Keeps one session, whose close is `closesAt`; false where another has counted it since `before`. */
export async function saveEdgeDays(
  tx: Tx,
  rows: readonly EdgeDay[],
  { before, date, closesAt }: { before: Date | undefined; date: string; closesAt: Date },
): Promise<boolean> {
  const [mark] = await tx`
    insert into scheduler_marks (name, at) values (${MARK}, ${closesAt})
    on conflict (name) do update set at = excluded.at
      where scheduler_marks.at is not distinct from ${before ?? null}::timestamptz
    returning at`
  if (!mark) return false
  await tx`
    insert into edge_days (kind, name, session_date, horizon, companies, ic, spread, turnover, capacity)
    select kind, name, ${date}::date, horizon, companies, ic, spread, turnover, capacity
    from jsonb_to_recordset(${tx.json([...rows])}) as counted (kind text, name text, horizon smallint,
      companies integer, ic double precision, spread double precision, turnover double precision,
      capacity double precision)
    on conflict do nothing`
  return true
}

export type CountedEdge = {
  kind: EdgeKind
  name: string
  horizon: EdgeHorizon
  day: string
  companies: number
  ic: number | null
  spread: number
  turnover: number | null
  capacity: number | null
}

/** Of the newest year of sessions, oldest first. */
export async function readEdgeDays(db: Db): Promise<CountedEdge[]> {
  return db<CountedEdge[]>`
    select kind, name, horizon, session_date::text as day, companies, ic, spread, turnover, capacity
    from edge_days where session_date >= (
      select min(session_date) from (
        select distinct session_date from edge_days order by session_date desc limit ${SESSIONS_MAX}) newest)
    order by kind, name, horizon, session_date`
}
