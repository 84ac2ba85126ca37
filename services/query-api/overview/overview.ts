/** What stands above every page: is it running, is the money safe, what time is it there, how new is the data. */

import type { PipelineState, SwitchState } from '#shared/contracts/api/operators.ts'
import type { MoneyState, Overview, TrippedBreaker } from '#shared/contracts/api/overview.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import type { Clock } from '#shared/host/clock.ts'
import { readPipeline } from '#shared/queue/switch.ts'
import type { Redis } from '#shared/queue/redis/connection.ts'
import type { Sql } from '#shared/sql/open.ts'
import { readModelTrouble, type ModelTrouble } from '#shared/sql/models/servers.ts'
import { readOpenBreakers } from '#shared/sql/risk/breakers.ts'
import { nextSession, sessionAt } from '#shared/domain/market/calendar.ts'
import { readStanding, shownStanding } from '#shared/sql/trading/standing.ts'
import { readMoney } from './money.ts'
import { readGlance, type Glance } from './glance.ts'
import { readStages } from '../operators/stages.ts'
import type { StoreTrouble } from './store-watch.ts'
import { readUnwell } from './unwell.ts'

export type OverviewParts = {
  sql: Sql
  redis: Redis
  clock: Clock
  /** `live` or `paper`. */
  brokerMode: string
  dataLabel: string
  /** What is wrong with the object store, if anything. */
  storeTrouble: () => StoreTrouble | undefined
}

type ShownStanding = ReturnType<typeof shownStanding>

type Found = Pick<OverviewParts, 'clock' | 'brokerMode' | 'dataLabel'> & {
  now: Date
  money: Served<MoneyState> | undefined
  glance: Glance | undefined
  standing: ShownStanding
  breakers: Served<TrippedBreaker>[]
  pipeline: Served<PipelineState>
  control: Served<SwitchState>
  model: ModelTrouble | undefined
  unwell: Overview['unwell']
  store: StoreTrouble | undefined
}

/** Reads it all at once. */
export async function readOverview(parts: OverviewParts): Promise<Served<Overview>> {
  const { sql, clock } = parts
  const now = clock.now()
  const [money, glance, standing, breakers, pipeline, control, model, unwell] = await Promise.all([
    readMoney(sql),
    readGlance(sql),
    readStanding(sql, now),
    readOpenBreakers(sql, now),
    readStages(parts),
    readPipeline(sql),
    readModelTrouble(sql),
    readUnwell(sql),
  ])
  return viewOverview({
    ...parts,
    now,
    money,
    glance,
    standing: shownStanding(standing),
    breakers,
    pipeline,
    control,
    model,
    unwell,
    store: parts.storeTrouble(),
  })
}

function viewOverview(found: Found): Served<Overview> {
  const { clock, now, brokerMode, dataLabel, money, glance, standing, breakers } = found
  const { pipeline, control } = found
  const troubled = pipeline.stages.flatMap(({ stage, dead, paused }) => [
    ...(dead > 0 ? [{ stage, why: 'dead_letters' as const, count: dead }] : []),
    ...(paused ? [{ stage, why: 'stage_paused' as const, count: 1 }] : []),
  ])
  const total = (pick: 'pending' | 'inFlight' | 'dead') =>
    pipeline.stages.reduce((sum, stage) => sum + stage[pick], 0)
  return {
    mode: modeShown({ brokerMode, dataLabel, mode: standing.mode }),
    dataLabel,
    clock: { now, mode: clock.mode, speed: clock.speed },
    market: { session: sessionAt(now) ?? null, next: nextSession(now) },
    money: money ?? null,
    pipeline: {
      state: pipelineState(found, troubled),
      switch: control,
      troubled,
      pending: total('pending'),
      inFlight: total('inFlight'),
      dead: total('dead'),
      redisAnswers: pipeline.redisAnswers,
      store: found.store ?? null,
    },
    model: found.model ?? null,
    unwell: found.unwell,
    breakers: breakers.toReversed(),
    newestDataAt: glance?.newestDataAt ?? null,
    openOrders: glance?.openOrders ?? 0,
    trading: {
      ...standing,
      haltedBy: glance?.haltedBy ?? '',
      positions: glance?.positions ?? 0,
      stopped: glance?.stopped ?? 0,
    },
    riskTier: glance?.riskTier ?? null,
  }
}

/** LIVE wins over everything: real money is never shown as anything else. */
function modeShown({
  brokerMode,
  dataLabel,
  mode,
}: Pick<OverviewParts, 'brokerMode' | 'dataLabel'> & {
  mode: ShownStanding['mode']
}): Overview['mode'] {
  if (brokerMode === 'live' || mode === 'live') return 'LIVE'
  return dataLabel ? 'SIMULATED' : 'PAPER'
}

type Trouble = Overview['pipeline']['troubled'][number]

/** What a person paused is no trouble. */
function pipelineState(
  { control, model, store, pipeline }: Found,
  troubled: readonly Trouble[],
): Overview['pipeline']['state'] {
  if (!control.enabled) return 'paused'
  const isIll = troubled.some(({ why }) => why !== 'stage_paused')
  if (isIll || model || store || !pipeline.redisAnswers) return 'degraded'
  return troubled.length > 0 ? 'partly_paused' : 'running'
}
