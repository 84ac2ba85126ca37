/** Closed sets of words of the strategies that run in shadow, that the record, the domain and the API share. */

/** Those of the product with a weight in the ensemble, in their order. */
export const MEMBER_STRATEGIES = ['momentum', 'mean-reversion', 'news-driven'] as const
/** One of them, or of a file of one's own. */
export type MemberStrategy = string

/** Those of the product that run in shadow. */
export const SHADOW_STRATEGIES = [...MEMBER_STRATEGIES, 'ensemble'] as const
/** One of them, or of a file of one's own. */
export type ShadowStrategy = string

/** Those of the product that have settings, of which a backtest can try others beside. */
export const SWEPT_STRATEGIES = ['momentum', 'mean-reversion', 'news-driven', 'ensemble'] as const
export type SweptStrategy = (typeof SWEPT_STRATEGIES)[number]

/** What one of a file of one's own may be called. */
export const STRATEGY_NAME = /^[a-z][a-z0-9-]{1,39}$/

export const STRATEGY_DIRECTIONS = ['long', 'short', 'none'] as const

/** What strategies were asked without. */
export const STRATEGY_LACKS = [
  'bars_short',
  'bars_missing',
  'bars_unsound',
  'split_suspected',
  'news_none',
] as const
export type StrategyLack = (typeof STRATEGY_LACKS)[number]

/** A trade in shadow: its order waits for an open, shares are held, they are sold, or it came to nothing. */
export const SHADOW_TRADE_STATES = ['waiting', 'open', 'closed', 'void'] as const

/** Whether a step of learning moved the weights, and why not. */
export const LEARNING_CODES = [
  'weights_moved',
  'too_few_trades',
  'nothing_to_compare',
  'nothing_earned',
  'weights_unchanged',
] as const
export type LearningCode = (typeof LEARNING_CODES)[number]

/** What learned weights made beside equal ones. */
export const LEARNING_VERDICTS = [
  'too_few_days',
  'never_moved',
  'not_better',
  'better',
  'worse',
] as const
export type LearningVerdict = (typeof LEARNING_VERDICTS)[number]
