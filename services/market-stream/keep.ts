/** Keeps the stream: leads or waits, rests where there is nothing to hear, and comes back with back-off. */

import type { StreamEnd } from '#shared/clients/alpaca/stream-line.ts'
import { backOffSeconds } from '#shared/domain/back-off.ts'
import { hoursAt, nextHours } from '#shared/domain/market/hours.ts'
import { messageOf } from '#shared/host/faults.ts'
import { openOutage } from '#shared/host/outage.ts'
import { saveStanding, type StreamStanding } from '#shared/sql/market/streams.ts'
import { follow } from './follow.ts'
import { openNarrowing, type Narrowing } from './narrow.ts'
import { BACK_OFF, pause, type StreamSite } from './site.ts'

/** How often one that waits looks whether it may lead, or one that rests whether there is work. */
const LOOK_SECONDS = 5
/** What only a person can change is tried again this seldom. */
const REFUSED_SECONDS = 300
/** One that held so long was well: its end is a first failure again. */
const WELL_SECONDS = 60

/** Runs until it is told to stop. */
export async function keepStream(site: StreamSite, signal: AbortSignal): Promise<void> {
  const { log, pace } = site
  const away = openOutage(log, {
    begins: 'market-stream cannot read its record',
    ends: 'market-stream reads its record',
  })
  const narrowing = openNarrowing()
  const told = openTeller(site)
  let failures = 0
  while (!signal.aborted) {
    const began = performance.now()
    let waitSeconds = LOOK_SECONDS
    try {
      const end = await lead(site, told, narrowing, failures, signal)
      away.over()
      if (end !== 'idle' && end.why !== 'stopped') {
        const isWell = performance.now() - began >= WELL_SECONDS * pace.secondMs
        failures = isWell ? 1 : failures + 1
        waitSeconds = secondsBefore(end, failures)
        await told(waitingOf(site, end, failures, waitSeconds))
      } else if (end !== 'idle') waitSeconds = 0
    } catch (fault) {
      away.met(fault)
    }
    if (!signal.aborted) await pause(waitSeconds * pace.secondMs, signal)
  }
  await site.lead.leave().catch(() => undefined)
}

/** One turn: `idle` where it does not lead, or there is nothing to hear. */
async function lead(
  site: StreamSite,
  told: Teller,
  narrowing: Narrowing,
  failures: number,
  signal: AbortSignal,
): Promise<StreamEnd | 'idle'> {
  if (!(await site.lead.take())) {
    site.log.debug('market-stream waits: another process leads')
    return 'idle'
  }
  const tracked = site.address.key && site.address.secret ? await site.tracked() : []
  const rest = whyRest(site, tracked)
  const standing = { failures, nextTryAt: null, tracked: tracked.length, followed: 0 }
  if (rest !== undefined) {
    await told({ ...standing, state: 'resting', reason: rest.reason, nextTryAt: rest.until })
    return 'idle'
  }
  await told({ ...standing, state: 'connecting', reason: 'it signs in' })
  const end = await follow(site, tracked, narrowing, signal)
  return end === 'deposed' ? 'idle' : end
}

function whyRest(
  { address, clock }: StreamSite,
  tracked: readonly string[],
): { reason: string; until: Date | null } | undefined {
  if (!address.key || !address.secret)
    return { reason: 'ALPACA_DATA_KEY and ALPACA_DATA_SECRET are not set', until: null }
  if (tracked.length === 0) return { reason: 'no company is tracked', until: null }
  const now = clock.now()
  if (hoursAt(now)) return undefined
  return { reason: 'the market is closed', until: nextHours(now).from }
}

function secondsBefore({ why }: StreamEnd, failures: number): number {
  if (why === 'keys' || why === 'plan') return REFUSED_SECONDS
  // The one connection of the account is somebody else's: asking often would only be refused often.
  return why === 'taken' ? BACK_OFF.secondsMax : backOffSeconds(BACK_OFF, failures)
}

const WORDS: Readonly<Record<StreamEnd['why'], string>> = {
  keys: 'Alpaca refuses ALPACA_DATA_KEY and ALPACA_DATA_SECRET',
  plan: 'the plan of this key does not hold ALPACA_STREAM_FEED',
  taken: 'another program holds the one connection that Alpaca gives this account',
  lost: 'the connection was lost',
  stopped: 'it was told to stop',
}

function waitingOf(
  { clock, pace }: StreamSite,
  { why, says }: StreamEnd,
  failures: number,
  seconds: number,
): StreamStanding {
  const nextTryAt = new Date(clock.now().getTime() + seconds * pace.secondMs * clock.speed)
  const reason = `${WORDS[why]}: ${says}`
  return { state: 'waiting', reason, failures, nextTryAt, tracked: 0, followed: 0 }
}

type Teller = (standing: StreamStanding) => Promise<void>

/** Writes where it stands, and logs where that is another than before. */
function openTeller({ lead: { write }, feed, clock, log }: StreamSite): Teller {
  let before = ''
  return async (standing) => {
    const { state, reason, failures, nextTryAt } = standing
    if (before !== `${state} ${reason}`) {
      const level = state === 'waiting' ? 'warn' : 'info'
      log[level]({ state, feed, failures, nextTryAt }, `market-stream is ${state}: ${reason}`)
    }
    before = `${state} ${reason}`
    await write((tx) => saveStanding(tx, feed, standing, clock.now())).catch((fault: unknown) => {
      throw new Error(`Say how the stream stands: ${messageOf(fault)}`, { cause: fault })
    })
  }
}
