/** reporter: what it reads beside the facts of the lake, and what it writes. */

import { append, keep, read } from './right-sets.ts'

export const reportRights = {
  trading_reports: keep,
  notification_wishes: append,
  approval_requests: read,
  circuit_breaker_events: read,
  corporate_actions: read,
  earnings_dates: read,
  ingestion_runs: read,
  ledger_entries: read,
  ledger_trades: read,
  portfolio_days: read,
  position_exits: read,
  position_stop_levels: read,
  publisher_records: read,
  publishers: read,
  reader_calibrations: read,
  scheduler_duties: read,
  share_events: read,
  sources: read,
  split_suspicions: read,
  trading_holds: read,
  trend_evidence: read,
} as const
