/** Closed sets of words of the signal engine, that the record, the domain and the API share. */

export const TECHNICAL_SIGNALS = ['fibonacci', 'ma_stack', 'rsi', 'cup_handle', 'elliott'] as const

/** Lengths of bars, the shortest first. */
export const FRAMES = ['M30', 'H1', 'H4', 'D', 'W', 'M'] as const

export const VERDICTS = ['buy', 'watch', 'skip'] as const

export const REGIMES = ['trend_following', 'mean_reversion', 'panic', 'uncertainty'] as const

/** Why a pipeline does not say buy. */
export const VERDICT_CODES = [
  'heuristic_confidence_below_threshold',
  'heuristic_s_total_below_threshold',
  'probabilistic_p_up_below_threshold',
  'probabilistic_entropy_too_high',
  'ev_r_below_threshold',
] as const

/** Where one pipeline buys and the other does not. */
export const DIFFERENCE_CODES = [
  'heuristic_buy_probabilistic_disagrees',
  'probabilistic_buy_heuristic_disagrees',
] as const

/** What is to be known before either pipeline is believed. */
export const AGREEMENT_WARNINGS = ['pipelines_disagree'] as const

/** What keeps a ticker from being judged at all. */
export const FILTER_CODES = [
  'prices_missing',
  'macro_bias_negative',
  'valuation_too_high',
  'earnings_near',
] as const

/** What an evaluation did without. */
export const SENTINELS = [
  'bars_unsound',
  'history_short',
  'minutes_missing',
  'macro_bias_unknown',
  'competitive_unknown',
  'price_to_earnings_unknown',
  'sector_median_unknown',
  'earnings_date_unknown',
  'hit_rates_unmeasured',
] as const
export type Sentinel = (typeof SENTINELS)[number]
