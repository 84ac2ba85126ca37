/** Every closed set of words that the record, the domain and the API share. */

/** The five spans a ticker is summed up over, shortest first. */
export const WINDOWS = ['intraday', '1d', '7d', '30d', '90d'] as const

export const TREND_DIRECTIONS = ['bullish', 'bearish', 'mixed', 'neutral'] as const

export const DOCUMENT_TYPES = [
  'article',
  'filing',
  'transcript',
  'press_release',
  'macro_event',
] as const

/** Where a document stands: two on its way, then how its reading ended. */
export const DOCUMENT_STATUSES = [
  'ingested',
  'parsed',
  'low_quality',
  'no_text',
  'untracked',
  'extracted',
  'classified',
  'parse_failed',
  'extraction_failed',
] as const

export const TEXT_QUALITIES = ['high', 'medium', 'low'] as const

export const SENTIMENTS = ['positive', 'negative', 'neutral', 'mixed'] as const

export const CATALYSTS = [
  'earnings',
  'guidance',
  'merger_acquisition',
  'management_change',
  'restructuring',
  'bankruptcy',
  'spin_off',
  'dividend_change',
  'buyback',
  'major_litigation',
  'regulatory_action',
  'product',
  'partnership',
  'analyst_rating',
  'macro',
  'labour',
  'supply_chain',
  'other',
] as const

export const SEVERITIES = ['critical', 'high', 'moderate', 'low'] as const

/** What an event of the world does. */
export const EVENT_DIRECTIONS = [
  'supply_disruption',
  'cost_increase',
  'regulatory_pressure',
  'geopolitical_risk',
  'trade_barrier',
  'trade_agreement',
  'stimulus',
  'rate_cut',
  'deregulation',
  'subsidy',
  'demand_increase',
  'supply_recovery',
  'none',
] as const

/** How a model server answers: it does, nobody is there, it has too much to do, it lacks the model, it fails. */
export const MODEL_STATES = ['answers', 'away', 'busy', 'no_model', 'no_key', 'unwell'] as const

export const DURATIONS = ['short_term', 'medium_term', 'long_term'] as const

export const EVIDENCE_SIDES = ['supporting', 'opposing'] as const

export const RECOMMENDATION_ACTIONS = ['buy', 'sell', 'hold', 'watch'] as const
export const RECOMMENDATION_MODES = ['informational', 'paper_eligible', 'live_eligible'] as const

/** Why a recommendation is for information only. */
export const SUPPRESSIONS = [
  'low_data_confidence',
  'stale_evidence',
  'low_source_diversity',
  'high_extraction_failure_rate',
  'insufficient_valid_documents',
  'low_data_quality',
  'macro_only',
  'pattern_only',
  'unknown_sources',
  'unconfirmed_story',
  'single_document',
  'unseasoned_story',
  'model_alone',
] as const

/** How much of a recommendation may turn out otherwise. */
export const RECOMMENDATION_RISKS = ['low', 'medium', 'high'] as const

/** Why a recommendation may not trade. */
export const INELIGIBILITIES = [
  'low_confidence',
  'low_trend_strength',
  'high_contradiction',
  'insufficient_evidence',
  'neutral_direction',
] as const

export const ORDER_SIDES = ['buy', 'sell'] as const
export const DECISION_KINDS = ['entry', 'exit'] as const
export const DECISION_ACTIONS = ['act', 'skip'] as const

export const OPEN_ORDER_STATES = ['intent', 'submitted', 'partially_filled', 'unknown'] as const
/** The states an order never leaves. */
export const CLOSED_ORDER_STATES = [
  'filled',
  'canceled',
  'expired',
  'rejected',
  'replaced',
] as const
export const ORDER_STATES = [...OPEN_ORDER_STATES, ...CLOSED_ORDER_STATES] as const

export const BREAKERS = [
  'daily_loss',
  'single_position',
  'volatility',
  'manual',
  'emergency',
] as const

/** What a source may be tried as. */
export const TRIAL_TYPES = [
  'feed',
  'page',
  'polygon-news',
  'polygon-bars',
  'edgar',
  'alpaca',
] as const

export const ENGINE_MODES = ['paper', 'live', 'disabled'] as const
/** How the approval of an entry stands; `void`: the order is another one by now. */
export const APPROVAL_STATUSES = ['pending', 'approved', 'denied', 'expired', 'void'] as const

export const RISK_TIERS = ['conservative', 'moderate', 'aggressive'] as const

/** How far a company's business reaches: the further, the less one region's events move it. */
export const MARKET_POSITIONS = ['global_leader', 'multinational', 'regional', 'domestic'] as const

export const RELATIONSHIPS = [
  'direct_rival',
  'same_sector',
  'overlapping_products',
  'supply_chain_adjacent',
] as const
export type Relationship = (typeof RELATIONSHIPS)[number]

/** How an attempt at a source ended. `partly`: something was refused or is missing, the rest is stored. */
export const RUN_STATUSES = ['succeeded', 'partly', 'failed', 'put_off'] as const

/** How one of Alpaca's streams stands; `silent`: whoever keeps it has not said so for long. */
export const STREAM_STATES = ['live', 'connecting', 'waiting', 'resting', 'silent'] as const

/** How a source fares, what wants somebody first. */
export const SOURCE_STATES = [
  'failing',
  'incomplete',
  'waiting_turn',
  'untried',
  'healthy',
  'paused',
] as const

/** The agents that the product itself works with: what a language model is asked to do. */
export const AGENT_SLUGS = ['document-extractor', 'event-classifier', 'thesis-rewriter'] as const

/** What becomes of an agent's work while its model is away: it waits, or rules do it, labelled as such. */
export const WHEN_AWAY = ['hold', 'rules'] as const

/** Layers of signals that can be switched and weighed; the company's own always speaks. */
export const SWITCHED_LAYERS = ['macro', 'competitive'] as const
export type SwitchedLayer = (typeof SWITCHED_LAYERS)[number]

/** What a report is of. */
export const REPORT_TYPES = ['daily', 'weekly'] as const

/** What a backtest runs: `recorded` does what was recommended at the time. */
export const BACKTEST_STRATEGIES = [
  'recorded',
  'momentum',
  'mean-reversion',
  'news-driven',
  'ensemble',
  'buy-and-hold',
  'random',
] as const
