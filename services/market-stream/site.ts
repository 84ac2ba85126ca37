/** What the parts of market-stream share: whom they ask, where they write, and how long they wait. */

import { setTimeout as sleep } from 'node:timers/promises'
import type { AlpacaMarket } from '#shared/clients/alpaca/market.ts'
import type { StreamAddress, StreamPatience } from '#shared/clients/alpaca/stream-line.ts'
import type { BackOff } from '#shared/domain/back-off.ts'
import type { BarVendor } from '#shared/domain/market/bar.ts'
import type { Clock } from '#shared/host/clock.ts'
import type { Logger } from '#shared/host/log.ts'
import type { StreamFeed } from '#shared/sql/market/streams.ts'
import type { Lead } from './lead.ts'

export type StreamSite = {
  feed: StreamFeed
  vendor: BarVendor
  clock: Clock
  log: Logger
  lead: Lead
  address: StreamAddress
  market: AlpacaMarket
  /** Active tickers of the registry, in order. */
  tracked(): Promise<readonly string[]>
  pace: Paces
  patience?: StreamPatience
}

/** Real milliseconds: what is heard is kept this often, the registry read this often. */
export type Paces = { keepMs: number; registryMs: number; secondMs: number }

export const usualPaces: Paces = { keepMs: 1_000, registryMs: 15_000, secondMs: 1_000 }

export const BACK_OFF: BackOff = { seconds: 1, secondsMax: 60 }

/** Resolves early, and without a fault, when it is told to stop. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined)
}
