/**
 * Keeps the stream of order updates: connects, has orders looked at as they are told of, and comes back
 * with back-off.
 *
 * The stream books nothing. While it is away, tells lies or floods, the keeper sees to every order as it
 * would without it, some seconds later (docs/trading.md, The life of an order).
 */

import { setTimeout as sleep } from 'node:timers/promises'
import type {
  StreamAddress,
  StreamEnd,
  StreamPatience,
} from '#shared/clients/alpaca/stream-line.ts'
import { listenToUpdates } from '#shared/clients/alpaca/updates-socket.ts'
import { backOffSeconds, type BackOff } from '#shared/domain/back-off.ts'
import type { StreamStanding } from '#shared/sql/market/streams.ts'
import {
  noteOdd,
  openTeller,
  type HeardSince,
  type StreamTeller,
  type TellerSite,
} from './teller.ts'
import type { ToldOrders } from './told.ts'

export type ListenerSite = TellerSite & {
  address: StreamAddress
  told: ToldOrders
  pace?: ListenerPace
  patience?: StreamPatience
}

/** Real milliseconds: what is known of the line is written this often, and how long a second of back-off is. */
type ListenerPace = { keepMs: number; secondMs: number }

const usualPace: ListenerPace = { keepMs: 5_000, secondMs: 1_000 }
const BACK_OFF: BackOff = { seconds: 1, secondsMax: 60 }
/** What only a person can change is tried again this seldom. */
const REFUSED_SECONDS = 300
/** One that held so long was well: its end is a first failure again. */
const WELL_SECONDS = 60
/** Runs until it is stopped. */
export function startListener(site: ListenerSite): { stop(): Promise<void> } {
  const ending = new AbortController()
  const done = keepListening(site, ending.signal)
  return {
    async stop() {
      ending.abort()
      await done
    },
  }
}

async function keepListening(site: ListenerSite, signal: AbortSignal): Promise<void> {
  const { address, pace = usualPace } = site
  const tell = openTeller(site)
  if (!address.key || !address.secret) {
    const reason = 'BROKER_API_KEY and BROKER_API_SECRET are not set'
    while (!signal.aborted) {
      await tell(standing('resting', reason))
      await pause(BACK_OFF.secondsMax * pace.secondMs, signal)
    }
  }
  let failures = 0
  while (!signal.aborted) {
    const began = performance.now()
    await tell(standing('connecting', 'it signs in', { failures }))
    const end = await listenOnce(site, tell, signal)
    if (end.why === 'stopped') break
    const isWell = performance.now() - began >= WELL_SECONDS * pace.secondMs
    failures = isWell ? 1 : failures + 1
    const waitMs = secondsBefore(end, failures) * pace.secondMs
    await tell(waiting(site, end, failures, waitMs))
    await pause(waitMs, signal)
  }
  await tell(standing('resting', 'trading-engine was stopped'))
}

/** One connection, from signing in to its end. */
async function listenOnce(
  site: ListenerSite,
  tell: StreamTeller,
  signal: AbortSignal,
): Promise<StreamEnd> {
  const { address, clock, told, pace = usualPace, patience } = site
  const heard: HeardSince = { heardAt: null, odd: new Map() }
  let isLive = false
  let isTelling = false
  const keep = async () => {
    if (!isLive || isTelling) return
    isTelling = true
    await tell(standing('live', 'it listens to order updates'), heard)
    isTelling = false
  }
  const timer = setInterval(() => void keep(), pace.keepMs)
  try {
    const hears = {
      lives: () => void (heard.heardAt = clock.now()),
      listens() {
        isLive = true
        // What happened while nobody listened is not told again.
        told.addAll()
        void keep()
      },
      told: (id: string) => told.add(id),
      odd: (reason: string, item: string) => noteOdd(heard, reason, item),
    }
    return await listenToUpdates(address, hears, { signal, ...(patience ? { patience } : {}) })
  } finally {
    clearInterval(timer)
    isLive = false
  }
}

/** Spread out, so that what was cut off together does not come back together. */
function secondsBefore({ why }: StreamEnd, failures: number): number {
  if (why === 'keys') return REFUSED_SECONDS
  return backOffSeconds(BACK_OFF, failures) * (0.5 + Math.random() / 2)
}

function standing(
  state: StreamStanding['state'],
  reason: string,
  more: Partial<StreamStanding> = {},
): StreamStanding {
  return { state, reason, failures: 0, nextTryAt: null, tracked: 0, followed: 0, ...more }
}

function waiting(
  { clock }: ListenerSite,
  { why, says }: StreamEnd,
  failures: number,
  waitMs: number,
): StreamStanding {
  const words =
    why === 'keys'
      ? 'the broker refuses BROKER_API_KEY and BROKER_API_SECRET'
      : 'the connection was lost'
  const nextTryAt = new Date(clock.now().getTime() + waitMs * clock.speed)
  return standing('waiting', `${words}: ${says}`, { failures, nextTryAt })
}

/** Resolves early, and without a fault, when it is told to stop. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined)
}
