/** What each list carries: the one of the pipeline's two tables that is of jobs. */

import type * as v from 'valibot'
import { AggregationJob } from './aggregation.ts'
import { BacktestJob } from './backtest.ts'
import { BrokerOrderJob } from './broker-orders.ts'
import { BrokerSyncJob } from './broker-sync.ts'
import { ExtractionJob, MacroClassificationJob } from './extraction.ts'
import { IngestionJob } from './ingestion.ts'
import { LakePublishJob } from './lake-publish.ts'
import { OrderCancelJob } from './order-cancels.ts'
import { ParsingJob } from './parsing.ts'
import { RecommendationJob } from './recommendation.ts'
import { ReportJob } from './report-generation.ts'
import { SignalEngineJob } from './signal-engine.ts'
import { SourceTrialJob } from './source-trials.ts'
import { StrategyJob } from './strategy.ts'

/** Every list `stonks:queue:<name>`, and the job it carries. */
export const lists = {
  ingestion: IngestionJob,
  source_trials: SourceTrialJob,
  parsing: ParsingJob,
  extraction: ExtractionJob,
  macro_classification: MacroClassificationJob,
  aggregation: AggregationJob,
  recommendation: RecommendationJob,
  signal_engine: SignalEngineJob,
  strategy: StrategyJob,
  broker_orders: BrokerOrderJob,
  order_cancels: OrderCancelJob,
  broker_sync: BrokerSyncJob,
  lake_publish: LakePublishJob,
  report_generation: ReportJob,
  backtest: BacktestJob,
} as const satisfies Record<string, v.GenericSchema>
