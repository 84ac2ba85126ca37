/**
 * The pipeline, top to bottom. Start reading here.
 *
 * Two tables are the system: what each list carries (contracts/jobs/lists.ts), and which lists each stage reads
 * and feeds.
 * A stage's one name is its folder in functions/, its Knative Service, its pump, its scaler and
 * its log field. The compiler refuses a hand-over to a list a stage does not feed, or in a shape
 * that list does not carry; tests/tidy holds folders, tables and documents together.
 */

import type * as v from 'valibot'
import { lists } from './contracts/jobs/lists.ts'
import type { StageDescriptor } from './contracts/stage-descriptor.ts'

/**
 * Every stage in the order work flows. `npm run tables` writes what follows from a row into the chart's
 * values and the documents; a test holds them equal.
 */
export const stages = {
  ingestion: {
    // A person waits for a trial: it gets every other turn.
    reads: ['ingestion', 'source_trials'],
    feeds: ['parsing'],
    inFlight: 4,
    timeoutSeconds: 300,
    pumps: 2,
    functions: 2,
    // It reads what strangers write: what could place an order stays out of its reach.
    secrets: ['core', 'market'],
    reaches: {
      postgres: 'keeps what it finds',
      objects: 'stores what it finds',
      redis: 'counts its turns at vendors, and sees nothing else there',
      internet: 'Polygon, Alpaca data, EDGAR, feeds, pages, Reddit',
    },
  },
  parser: {
    reads: ['parsing'],
    feeds: ['extraction', 'macro_classification', 'aggregation'],
    inFlight: 8,
    timeoutSeconds: 120,
    pumps: 4,
    functions: 4,
    secrets: ['core'],
    reaches: { postgres: 'keeps what a document is', objects: 'reads payloads, writes texts' },
  },
  extractor: {
    // Two documents, then one event: neither starves the other.
    reads: ['extraction', 'extraction', 'macro_classification'],
    feeds: ['aggregation'],
    inFlight: 8,
    timeoutSeconds: 600,
    pumps: 2,
    functions: 2,
    secrets: ['core'],
    reaches: { postgres: 'writes what texts say', objects: 'reads texts', ollama: 'has them read' },
  },
  aggregation: {
    reads: ['aggregation'],
    feeds: ['recommendation'],
    // Few at once: what waits meanwhile on the same ticker is settled with the one in hand.
    inFlight: 2,
    timeoutSeconds: 120,
    pumps: 4,
    functions: 4,
    secrets: ['core'],
    reaches: { postgres: 'sums up what was read' },
  },
  recommendation: {
    reads: ['recommendation'],
    feeds: [],
    inFlight: 2,
    timeoutSeconds: 120,
    pumps: 2,
    functions: 2,
    secrets: ['core'],
    reaches: { postgres: 'judges trends', ollama: 'has theses told in other words' },
  },
  'signal-engine': {
    reads: ['signal_engine'],
    feeds: [],
    inFlight: 2,
    timeoutSeconds: 120,
    pumps: 2,
    functions: 2,
    secrets: ['core'],
    reaches: { postgres: 'judges prices in two pipelines' },
  },
  strategy: {
    reads: ['strategy'],
    feeds: [],
    // Once a session a ticker, in the night: nobody waits for it.
    inFlight: 2,
    timeoutSeconds: 120,
    pumps: 1,
    functions: 1,
    secrets: ['core'],
    reaches: { postgres: 'asks strategies, and follows them on paper' },
  },
  'broker-adapter': {
    // What is to be taken back gets every other turn: it waits for no order.
    reads: ['broker_orders', 'order_cancels'],
    feeds: ['lake_publish'],
    // What reduces and what cancels leaves all the same; entries are held back where orders are judged.
    outlastsSwitch: true,
    // One at a time, by one pump and one function: orders reach the broker as they were decided.
    inFlight: 1,
    timeoutSeconds: 120,
    pumps: 1,
    functions: 1,
    secrets: ['core', 'broker'],
    reaches: {
      postgres: 'keeps intents and what became of them',
      internet: 'Alpaca',
      'risk-engine': 'reserved: it runs the same checks itself',
    },
  },
  'broker-sync': {
    reads: ['broker_sync'],
    feeds: ['lake_publish'],
    outlastsSwitch: true,
    inFlight: 1,
    timeoutSeconds: 120,
    pumps: 1,
    functions: 1,
    secrets: ['core', 'broker'],
    reaches: { postgres: 'keeps what the broker says', internet: 'Alpaca' },
  },
  'lake-publisher': {
    reads: ['lake_publish'],
    feeds: [],
    inFlight: 2,
    timeoutSeconds: 300,
    pumps: 2,
    functions: 2,
    secrets: ['core'],
    reaches: {
      postgres: 'reads facts',
      objects: 'writes them as Parquet',
      'hive-metastore': 'reserved for registering tables',
    },
  },
  reporter: {
    reads: ['report_generation'],
    feeds: [],
    inFlight: 1,
    timeoutSeconds: 120,
    pumps: 1,
    functions: 1,
    secrets: ['core'],
    reaches: { postgres: 'reads what there is to tell, and keeps reports' },
  },
  backtester: {
    reads: ['backtest'],
    feeds: [],
    // A run is all computing: two at once would take twice as long each. It holds all its bars at once.
    inFlight: 1,
    timeoutSeconds: 600,
    pumps: 1,
    functions: 1,
    memoryMost: '768Mi',
    secrets: ['core'],
    reaches: { postgres: 'reads the past, and keeps what a strategy made of it' },
  },
} as const satisfies Record<string, StageDescriptor<ListName>>

export type ListName = keyof typeof lists
export type StageName = keyof typeof stages

/** What a list delivers, after validation. */
export type JobOf<L extends ListName> = v.InferOutput<(typeof lists)[L]>

/** The lists a stage reads, each needing one handler. */
export type ReadsOf<S extends StageName> = (typeof stages)[S]['reads'][number]

/** What may be put on a list: by a stage on those it feeds, by a service on any. */
export type Handover<L extends ListName = ListName> = L extends ListName
  ? { to: L; job: JobOf<L> }
  : never

/** What a stage may hand on. */
export type HandoverFrom<S extends StageName> = Handover<(typeof stages)[S]['feeds'][number]>

export const stageNames = Object.keys(stages) as StageName[]
export const listNames = Object.keys(lists) as ListName[]

/** The stage that reads a list. */
export function readerOf(list: ListName): StageName {
  const reader = stageNames.find((stage) =>
    (stages[stage].reads as readonly string[]).includes(list),
  )
  if (!reader) throw new RangeError(`Find the reader of list "${list}": no stage reads it`)
  return reader
}
