/** Samples of trading: orders, decisions, money, and what may stop it. */

import { CLOSED_STATES, type OrderState } from '#shared/domain/broker/order-state.ts'
import type { Breaker, OpenBreaker } from '#shared/domain/trading/breakers.ts'
import type { EngineConfig } from '#shared/sql/portfolio.ts'
import type { LatencyCount, Open, OrderCount } from '#shared/sql/views/metrics-trading.ts'
import type { Money } from '#shared/sql/views/strip.ts'
import { sample, type Sample } from './metrics-table.ts'

const OPEN = ['intent', 'submitted', 'partially_filled', 'unknown'] as const satisfies OrderState[]
const BREAKERS = [
  'daily_loss',
  'single_position',
  'volatility',
  'manual',
  'emergency',
] as const satisfies Breaker[]

/** Seconds: the upper bounds of the buckets of stonks_decision_to_order_seconds. */
export const LATENCY_BOUNDS = [1, 2, 5, 15, 60, 300] as const

export type TradingRecord = {
  config: EngineConfig
  orders: OrderCount[]
  latency: LatencyCount[]
  decisions: { action: string; code: string; decisions: number }[]
  refusals: { code: string; refusals: number }[]
  breakers: Pick<OpenBreaker, 'breaker'>[]
  open: Open
  money: Money | undefined
  /** Null before the account was ever read. */
  syncAgeSeconds: number | null
  portfolioAgeSeconds: number | null
}

export function tradingSamples(
  record: TradingRecord,
  set: { brokerMode: string; tradingEnabled: boolean },
): Sample[] {
  const { config, open } = record
  return [
    sample('stonks_trading_info', 1, {
      broker_mode: set.brokerMode,
      engine_mode: config.mode,
      risk_tier: config.riskTier,
    }),
    sample('stonks_trading_enabled', Number(set.tradingEnabled)),
    sample('stonks_kill_switch', Number(config.mode === 'disabled')),
    sample('stonks_engine_paused', Number(config.paused)),
    ...BREAKERS.map((breaker) =>
      sample(
        'stonks_breakers_open',
        record.breakers.filter((found) => found.breaker === breaker).length,
        { breaker },
      ),
    ),
    ...orderSamples(record.orders),
    ...latencySamples(record.latency),
    ...record.decisions.map(({ action, code, decisions }) =>
      sample('stonks_decisions_last_day', decisions, { action, code }),
    ),
    ...record.refusals.map(({ code, refusals }) =>
      sample('stonks_risk_refusals_last_day', refusals, { code }),
    ),
    sample('stonks_approvals_pending', open.approvals),
    sample('stonks_position_mismatches_last_day', open.mismatches),
    sample('stonks_positions_open', open.positions),
    ...agesOf(record),
    ...(record.money ? moneySamples(record.money) : []),
  ]
}

function orderSamples(orders: readonly OrderCount[]): Sample[] {
  const of = (state: string) => orders.find((row) => row.state === state)
  return [
    ...OPEN.flatMap((state) => [
      sample('stonks_orders_open', of(state)?.orders ?? 0, { state }),
      sample('stonks_order_oldest_seconds', of(state)?.oldestSeconds ?? 0, { state }),
    ]),
    ...CLOSED_STATES.map((state) =>
      sample('stonks_orders_closed_total', of(state)?.orders ?? 0, { state }),
    ),
  ]
}

function latencySamples(counts: readonly LatencyCount[]): Sample[] {
  const name = 'stonks_decision_to_order_seconds'
  const total = (pick: (row: LatencyCount) => number, upTo = Infinity) =>
    counts.filter(({ place }) => place <= upTo).reduce((sum, row) => sum + pick(row), 0)
  const bucket = (le: string, value: number): Sample => ({
    name,
    part: '_bucket',
    labels: { le },
    value,
  })
  return [
    ...LATENCY_BOUNDS.map((bound, place) =>
      bucket(
        String(bound),
        total(({ orders }) => orders, place),
      ),
    ),
    bucket(
      '+Inf',
      total(({ orders }) => orders),
    ),
    { name, part: '_sum', labels: {}, value: total(({ seconds }) => seconds) },
    { name, part: '_count', labels: {}, value: total(({ orders }) => orders) },
  ]
}

function agesOf({ syncAgeSeconds, portfolioAgeSeconds }: TradingRecord): Sample[] {
  return [
    ...(syncAgeSeconds === null ? [] : [sample('stonks_broker_sync_age_seconds', syncAgeSeconds)]),
    ...(portfolioAgeSeconds === null
      ? []
      : [sample('stonks_portfolio_age_seconds', portfolioAgeSeconds)]),
  ]
}

/** Dollars; a graph may round what the books keep exact. */
function moneySamples(money: Money): Sample[] {
  return [
    sample('stonks_equity_dollars', Number(money.equity)),
    ...(money.openingEquity === null
      ? []
      : [sample('stonks_opening_equity_dollars', Number(money.openingEquity))]),
    sample('stonks_cash_dollars', Number(money.cash)),
    sample('stonks_reserve_dollars', Number(money.reserve)),
    sample('stonks_positions_value_dollars', Number(money.positionsValue)),
    sample('stonks_realised_pnl_dollars', Number(money.realisedPnl)),
    sample('stonks_unrealised_pnl_dollars', Number(money.unrealisedPnl)),
  ]
}
