/** Samples of trading: orders, decisions, money, and what may stop it. */

import { BREAKERS, CLOSED_ORDER_STATES, OPEN_ORDER_STATES } from '#shared/contracts/sets.ts'
import { mayLeave, type Standing } from '#shared/domain/trading/mode.ts'
import { isHaltedByPerson } from '#shared/sql/trading/standing.ts'
import type { Open, OrderCount, TradingRecord } from '../reads/trading.ts'
import type { WatchRecord } from '../reads/watching.ts'
import type { MoneyState } from '#shared/contracts/api/overview.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import { DAY_MS } from '#shared/domain/spans.ts'
import { sample, type Sample } from './sample.ts'

export function tradingSamples(
  record: TradingRecord,
  set: { brokerMode: string; now: Date },
): Sample[] {
  const { config, open, standing } = record
  return [
    sample('stonks_trading_info', 1, {
      broker_mode: set.brokerMode,
      engine_mode: standing.mode,
      state: standing.state,
      risk_tier: config.riskTier,
    }),
    sample('stonks_trading_enabled', Number(record.enabled)),
    sample('stonks_calendar_left_seconds', record.calendarDaysLeft * (DAY_MS / 1_000)),
    sample('stonks_kill_switch', Number(isHaltedByPerson(standing))),
    sample('stonks_engine_paused', Number(config.paused)),
    ...BREAKERS.map((breaker) =>
      sample(
        'stonks_breakers_open',
        record.breakers.filter((found) => found.breaker === breaker).length,
        { breaker },
      ),
    ),
    ...standing.holds.map(({ code, state }) => sample('stonks_trading_holds', 1, { code, state })),
    ...orderSamples(record.orders),
    ...record.decisions.map(({ action, code, decisions }) =>
      sample('stonks_decisions_last_day', decisions, { action, code }),
    ),
    ...record.refusals.map(({ code, refusals }) =>
      sample('stonks_risk_refusals_last_day', refusals, { code }),
    ),
    sample('stonks_approvals_pending', open.approvals),
    ...record.notices.map(({ channel, state, notices }) =>
      sample('stonks_notices_last_day', notices, { channel, state }),
    ),
    sample('stonks_position_mismatches_last_day', open.mismatches),
    sample('stonks_positions_open', open.positions),
    ...unprotectedSamples(standing, open, set.now),
    ...watchSamples(record.watch),
    ...knownSamples(record),
    ...(record.money ? moneySamples(record.money) : []),
  ]
}

/** What is held without a stop at the broker while not even an exit may leave, and since the first of what keeps it back. */
function unprotectedSamples(standing: Standing, { positions, stopped }: Open, now: Date): Sample[] {
  const bare = mayLeave(standing, { reduces: true }).ok ? 0 : Math.max(0, positions - stopped)
  const sinces = standing.holds.filter(isHalt).map(({ since }) => since.getTime())
  const seconds = (now.getTime() - Math.min(now.getTime(), ...sinces)) / 1_000
  return [
    sample('stonks_positions_unprotected', bare),
    sample('stonks_positions_unprotected_seconds', bare === 0 ? 0 : seconds),
  ]
}

function isHalt({ state }: Standing['holds'][number]): boolean {
  return state === 'halted'
}

function orderSamples(orders: readonly OrderCount[]): Sample[] {
  const of = (state: string) => orders.find((row) => row.state === state)
  return [
    ...OPEN_ORDER_STATES.flatMap((state) => [
      sample('stonks_orders_open', of(state)?.orders ?? 0, { state }),
      sample('stonks_order_oldest_seconds', of(state)?.oldestSeconds ?? 0, { state }),
    ]),
    ...CLOSED_ORDER_STATES.map((state) =>
      sample('stonks_orders_closed_total', of(state)?.orders ?? 0, { state }),
    ),
  ]
}

function watchSamples({ exits, loops, faults }: WatchRecord): Sample[] {
  const of = (state: string) => exits.find((row) => row.state === state)?.exits ?? 0
  return [
    ...(['wanted', 'sent', 'refused'] as const).map((state) =>
      sample('stonks_exits', of(state), { state }),
    ),
    sample('stonks_exit_refusals', Math.max(0, ...exits.map(({ refusals }) => refusals))),
    ...(['price', 'stop', 'entry', 'book', 'split'] as const).map((part) =>
      sample('stonks_ticker_faults', faults.find((row) => row.part === part)?.tickers ?? 0, {
        part,
      }),
    ),
    ...loops.flatMap(({ loop, ageSeconds, failures }) => [
      ...(ageSeconds === null
        ? []
        : [sample('stonks_trading_loop_age_seconds', ageSeconds, { loop })]),
      sample('stonks_trading_loop_failures', failures, { loop }),
    ]),
  ]
}

/** What is not known has no sample: an age of 0 would read as fresh. */
function knownSamples({ latency, syncAgeSeconds, portfolioAgeSeconds }: TradingRecord): Sample[] {
  const known = [
    ['stonks_decision_to_order_mean_seconds', latency.mean],
    ['stonks_decision_to_order_max_seconds', latency.longest],
    ['stonks_broker_sync_age_seconds', syncAgeSeconds],
    ['stonks_portfolio_age_seconds', portfolioAgeSeconds],
  ] as const
  return known.flatMap(([name, value]) => (value === null ? [] : [sample(name, value)]))
}

/** Dollars; a graph may round what the books keep exact. */
function moneySamples(money: Served<MoneyState>): Sample[] {
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
