/** What may go wrong at a broker, one mode each; all but `uniq` take the same id twice. */

export const MODES = [
  'uniq',
  'dup',
  'delayed',
  'too_many',
  'error_after_accept',
  'lost_response',
  'stale_lookup',
  'unknown_status',
  'fills_out_of_order',
  'trade_bust',
] as const
export type Mode = (typeof MODES)[number]

/** Business seconds that an order may take to be seen. */
export const LATE_SECONDS_MAX = 30
