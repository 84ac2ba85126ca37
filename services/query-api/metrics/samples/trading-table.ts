/** The metrics of trading. */

import { counter, gauge, type Metric } from './metric.ts'

export const tradingMetrics = {
  stonks_trading_info: gauge(
    ['broker_mode', 'engine_mode', 'state', 'risk_tier'],
    'Always 1; its labels say what is asked for, the mode that counts, how far it is held, and the tier',
  ),
  stonks_trading_enabled: gauge(
    [],
    '0 where trading is not enabled (TRADING_ENABLED, until a person set it): the engine keeps the books and decides nothing',
  ),
  stonks_calendar_left_seconds: gauge(
    [],
    'Seconds that sessions of the exchange are still known for',
  ),
  stonks_kill_switch: gauge([], '1 while a person has halted trading: nothing leaves but cancels'),
  stonks_engine_paused: gauge([], '1 while the engine is paused: no new entries'),
  stonks_breakers_open: gauge(['breaker'], 'Circuit breakers that are open'),
  stonks_orders_open: gauge(['state'], 'Orders that are not closed'),
  stonks_order_oldest_seconds: gauge(
    ['state'],
    'Business time since the oldest open order of the state was intended; 0 when there is none',
  ),
  stonks_orders_closed_total: counter(['state'], 'Orders closed'),
  stonks_decision_to_order_mean_seconds: gauge(
    [],
    'Business time from a decision to its order, mean of the last 24 hours; absent without orders',
  ),
  stonks_decision_to_order_max_seconds: gauge([], 'The longest of these'),
  stonks_decisions_last_day: gauge(
    ['action', 'code'],
    'Decisions of the last 24 hours of business time, by what was done and why',
  ),
  stonks_risk_refusals_last_day: gauge(
    ['code'],
    'Orders refused by the risk checks in the last 24 hours of business time',
  ),
  stonks_trading_holds: gauge(
    ['code', 'state'],
    'What holds trading back: 1 for each hold that stands; absent without any',
  ),
  stonks_approvals_pending: gauge([], 'Orders that wait for a person to approve them'),
  stonks_position_mismatches_last_day: gauge(
    [],
    'Times in the last 24 hours of business time that the broker held another quantity than our fills add up to',
  ),
  stonks_broker_sync_age_seconds: gauge(
    [],
    'Business time since the account was last read from the broker',
  ),
  stonks_positions_open: gauge([], 'Positions held'),
  stonks_positions_unprotected: gauge(
    [],
    'Positions that no stop and no target sells, since trading is halted or its mode is disabled; 0 while exits may leave',
  ),
  stonks_positions_unprotected_seconds: gauge(
    [],
    'Business time for which they have stood so; 0 when none do',
  ),
  stonks_positions_value_dollars: gauge([], 'What the positions are worth'),
  stonks_equity_dollars: gauge([], 'Cash and positions'),
  stonks_opening_equity_dollars: gauge([], 'Equity that the session opened with'),
  stonks_cash_dollars: gauge([], 'Cash, the reserve included'),
  stonks_reserve_dollars: gauge([], 'Profit set aside: never traded with'),
  stonks_realised_pnl_dollars: gauge([], 'Profit of closed trades; negative is loss'),
  stonks_unrealised_pnl_dollars: gauge([], 'Profit of what is held; negative is loss'),
  stonks_exits: gauge(['state'], 'Exits that are wanted, sent or refused, and not done'),
  stonks_exit_refusals: gauge(
    [],
    'Refusals in a row of the exit that was refused most often; 0 when none is',
  ),
  stonks_ticker_faults: gauge(
    ['part'],
    'Tickers whose price is refused, whose stop or entry could not be looked at, or whose fills cannot be booked',
  ),
  stonks_trading_loop_age_seconds: gauge(
    ['loop'],
    'Business time since this loop of the engine last went well; absent before the first time',
  ),
  stonks_trading_loop_failures: gauge(
    ['loop'],
    'Times in a row that this loop of the engine failed; 0 when it works',
  ),
  stonks_notices_last_day: gauge(
    ['channel', 'state'],
    'Notices to people of the last 24 hours of business time, by what became of them',
  ),
  stonks_portfolio_age_seconds: gauge([], 'Business time since the engine last wrote its books'),
} as const satisfies Record<string, Metric>
