/** What stands above every page: is it running, is the money safe, what time is it there, how new is the data. */

import type { Clock } from '#shared/host/clock.ts'
import { readPipeline } from '#shared/queue/switch.ts'
import type { Redis } from '#shared/queue/redis/connection.ts'
import type { Sql } from '#shared/sql/open.ts'
import { nextSession, sessionAt, type Session } from '#shared/domain/market/calendar.ts'
import { listTrippedBreakers, type TrippedBreaker } from './breakers.ts'
import { readMoney, type Money } from './money.ts'
import { readStanding, type Standing } from './standing.ts'
import { readStages, type PipelineView } from '../operators/stages.ts'

export type Mode = 'SIMULATED' | 'PAPER' | 'LIVE'

/** The switch as its row tells it; absent or unreadable means off. */
export type Switch = { enabled: boolean; changedAt: Date; changedBy: string; reason: string }

export type Overview = {
  mode: Mode
  /** What is said of the input, such as `replay`; empty for real sources. */
  dataLabel: string
  clock: { now: Date; mode: Clock['mode']; speed: number }
  market: { session: Session | null; next: Session }
  money: Money | null
  pipeline: {
    state: 'running' | 'paused' | 'degraded'
    switch: Switch
    /** Stages with dead letters, or paused one by one. */
    troubled: { stage: string; why: 'dead_letters' | 'stage_paused'; count: number }[]
    pending: number
    inFlight: number
    dead: number
    redisAnswers: boolean
  }
  breakers: TrippedBreaker[]
  newestDataAt: Date | null
  openOrders: number
  engineMode: string
  riskTier: string
}

export type OverviewParts = {
  sql: Sql
  redis: Redis
  clock: Clock
  /** `live` or `paper`. */
  brokerMode: string
  dataLabel: string
}

type Found = Pick<OverviewParts, 'clock' | 'brokerMode' | 'dataLabel'> & {
  now: Date
  money: Money | undefined
  standing: Standing | undefined
  breakers: TrippedBreaker[]
  pipeline: PipelineView
  control: Switch
}

/** Reads it all at once. */
export async function readOverview(parts: OverviewParts): Promise<Overview> {
  const { sql, clock } = parts
  const now = clock.now()
  const [money, standing, breakers, pipeline, control] = await Promise.all([
    readMoney(sql),
    readStanding(sql),
    listTrippedBreakers(sql, now),
    readStages(parts),
    readPipeline(sql),
  ])
  return viewOverview({ ...parts, now, money, standing, breakers, pipeline, control })
}

function viewOverview(found: Found): Overview {
  const { clock, now, brokerMode, dataLabel, money, standing, breakers, pipeline, control } = found
  const troubled = pipeline.stages.flatMap(({ stage, dead, paused }) => [
    ...(dead > 0 ? [{ stage, why: 'dead_letters' as const, count: dead }] : []),
    ...(paused ? [{ stage, why: 'stage_paused' as const, count: 1 }] : []),
  ])
  const total = (pick: 'pending' | 'inFlight' | 'dead') =>
    pipeline.stages.reduce((sum, stage) => sum + stage[pick], 0)
  const running = troubled.length > 0 || !pipeline.redisAnswers ? 'degraded' : 'running'
  return {
    mode: modeOf(brokerMode, dataLabel),
    dataLabel,
    clock: { now, mode: clock.mode, speed: clock.speed },
    market: { session: sessionAt(now) ?? null, next: nextSession(now) },
    money: money ?? null,
    pipeline: {
      state: control.enabled ? running : 'paused',
      switch: control,
      troubled,
      pending: total('pending'),
      inFlight: total('inFlight'),
      dead: total('dead'),
      redisAnswers: pipeline.redisAnswers,
    },
    breakers,
    newestDataAt: standing?.newestDataAt ?? null,
    openOrders: standing?.openOrders ?? 0,
    engineMode: standing?.engineMode ?? 'disabled',
    riskTier: standing?.riskTier ?? '',
  }
}

/** LIVE wins over everything: real money is never shown as anything else. */
export function modeOf(brokerMode: string, dataLabel: string): Mode {
  if (brokerMode === 'live') return 'LIVE'
  return dataLabel ? 'SIMULATED' : 'PAPER'
}
