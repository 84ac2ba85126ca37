/** Every metric of /metrics: its type, its labels, and what it means. docs/monitoring.md repeats it. */

import { counter, gauge, type Metric } from './metric.ts'
import { tradingMetrics } from './trading-table.ts'

const work = {
  stonks_postgres_up: gauge(
    [],
    '1 while PostgreSQL answers; without it only what Redis knows is told',
  ),
  stonks_redis_up: gauge([], '1 while Redis answers; without it what waits and runs is not told'),
  stonks_pipeline_enabled: gauge([], '0 while the switch is off: nothing new is claimed'),
  stonks_stage_paused: gauge(['stage'], '1 where an operator paused this one stage'),
  stonks_queue_depth: gauge(['list', 'stage'], 'Jobs that wait in their Redis list'),
  stonks_queue_depth_limit: gauge(
    [],
    'Length at which a list takes no more; jobs then wait in PostgreSQL',
  ),
  stonks_queue_oldest_seconds: gauge(
    ['list', 'stage'],
    'Since the job that waits longest was put into its list; 0 when none waits',
  ),
  stonks_jobs_in_flight: gauge(['stage'], 'Jobs that a pump holds, those in back-off included'),
  stonks_jobs_in_back_off: gauge(
    ['stage'],
    'Jobs in flight that failed and wait for their next delivery',
  ),
  stonks_jobs_put_off: gauge(
    ['stage'],
    'Jobs in flight whose turn at a vendor has not come; they did not fail',
  ),
  stonks_jobs_in_flight_oldest_seconds: gauge(
    ['stage'],
    'Since the job in work longest was delivered; 0 when none is in work',
  ),
  stonks_jobs_queued: gauge(
    ['list', 'stage'],
    'Jobs of record without an outcome: not relayed, waiting or in flight',
  ),
  stonks_jobs_unrelayed: gauge(['list', 'stage'], 'Jobs of record that are not in Redis yet'),
  stonks_jobs_dead: gauge(
    ['list', 'stage'],
    'Dead letters; a replay, or a later fetch or letter of its source, takes one away',
  ),
  stonks_jobs_settled_total: counter(
    ['list', 'stage'],
    'Dead letters that a later fetch or letter of its source settled',
  ),
  stonks_jobs_enqueued_total: counter(
    ['list', 'stage'],
    'Jobs ever written: done, dead, settled and queued',
  ),
  stonks_jobs_done_total: counter(['list', 'stage'], 'Jobs done'),
  stonks_dead_letters_total: counter(
    ['list', 'stage'],
    'Times a job became a dead letter, replayed ones included',
  ),
  stonks_jobs_replayed_total: counter(['list', 'stage'], 'Times a dead letter was replayed'),
  stonks_deliveries_total: counter(
    ['list', 'stage'],
    'Deliveries to a function, counted when the job has its outcome',
  ),
  stonks_delivery_failures_total: counter(['list', 'stage'], 'Deliveries of these that failed'),
  stonks_relay_lag_seconds: gauge(
    [],
    'Since the oldest job was written that is not in Redis yet; 0 when there is none',
  ),
  stonks_scheduler_age_seconds: gauge(
    ['duty'],
    'Business time since this duty of the scheduler last went well; absent before the first time',
  ),
  stonks_scheduler_duty_failures: gauge(
    ['duty'],
    'Times in a row that this duty of the scheduler failed; 0 when it works',
  ),
  stonks_lake_lag_seconds: gauge(
    [],
    'Since the oldest fact was written that no file of the lake holds yet; 0 when none waits',
  ),
  stonks_lake_facts_held_total: counter(
    ['within'],
    'Facts that a file of the lake held within so many seconds of when they were written, each counted under all that it kept; +Inf are all',
  ),
  stonks_metrics_read_seconds: gauge([], 'What reading these numbers took'),
} as const satisfies Record<string, Metric>

const intake = {
  stonks_business_time_seconds: gauge(
    [],
    'Business time, seconds since 1970; real time unless BUSINESS_CLOCK says otherwise',
  ),
  stonks_business_clock_speed: gauge(
    [],
    'Business seconds in a real second; 1 unless the clock is scaled',
  ),
  stonks_market_open: gauge([], '1 while the exchange is in session'),
  stonks_documents: gauge(['status'], 'Documents by status'),
  stonks_document_newest_age_seconds: gauge([], 'Business time since the newest document came in'),
  stonks_sources: gauge(['source_type'], 'Active sources'),
  stonks_sources_failing: gauge(['source_type'], 'Active sources whose newest fetch failed'),
  stonks_source_failures: gauge(['source_type'], 'Failed fetches in a row, of the worst source'),
  stonks_source_failing_seconds: gauge(
    ['source_type'],
    'Business time since the first of them, of the source that has failed for longest; 0 when none does',
  ),
  stonks_source_rejects_last_day: gauge(
    ['source_type'],
    'Unusable records seen in a day, each once',
  ),
  stonks_source_success_age_seconds: gauge(
    ['source_type'],
    'Business time since the last successful fetch, of the source that has waited longest',
  ),
  stonks_source_overdue_seconds: gauge(
    ['source_type'],
    'Business time by which the latest fetch is late, of the latest source; 0 when all are in time',
  ),
  stonks_split_suspicions: gauge([], 'Nights that look like a split which nobody has told'),
  stonks_market_stream: gauge(
    ['feed', 'state'],
    '1 for the state that the stream of a feed is in; trade_updates are those of orders',
  ),
  stonks_market_stream_rejected: gauge(['feed'], 'Messages of the stream that could not be used'),
  stonks_market_stream_message_age_seconds: gauge(['feed'], 'Business time since its last message'),
} as const satisfies Record<string, Metric>

const quality = {
  stonks_extractions_last_day: gauge(
    ['model', 'version'],
    'Documents read for meaning in the last 24 hours of business time; the eight busiest models',
  ),
  stonks_extractions_below_gate_last_day: gauge(
    ['model', 'version'],
    'Of these, read with too little confidence to move a trend',
  ),
  stonks_extraction_confidence_mean: gauge(
    ['model', 'version'],
    'Their mean confidence, from 0 to 1',
  ),
  stonks_impacts_last_day: gauge(
    [],
    'Impact records of documents read in the last 24 hours of business time',
  ),
  stonks_impacts_unquoted_last_day: gauge(
    [],
    'Of these, left without a quote that stands in the text',
  ),
  stonks_unfit_replies_dead: gauge(
    [],
    "Dead letters whose last error is a model's reply that does not fit its schema",
  ),
  stonks_agent_failures_in_a_row: gauge(
    ['agent'],
    'Calls in a row that went wrong, up to the newest of the last six hours, of the agent or of that of its active variants that fares worst; 0 once one is answered',
  ),
  stonks_signal_pipelines_compared: gauge(
    [],
    'The newest evaluations of the signal engine in which both pipelines said something; of seven days of business time, at most 100',
  ),
  stonks_signal_pipelines_agreed: gauge([], 'Of these, those in which both said the same'),
  stonks_recommendations_last_day: gauge(
    ['action', 'mode'],
    'Recommendations of the last 24 hours of business time',
  ),
  stonks_recommendations_withheld_last_day: gauge(
    ['code'],
    'Of these, those that each reason holds back',
  ),
} as const satisfies Record<string, Metric>

export const metrics = { ...work, ...intake, ...tradingMetrics, ...quality }
export type MetricName = keyof typeof metrics
