/** One connection, from signing in to its end: what it tells is kept batch by batch, what it missed is asked for. */

import {
  openStreamSocket,
  type StreamEnd,
  type StreamSocket,
} from '#shared/clients/alpaca/stream-socket.ts'
import { hoursAt } from '#shared/domain/market/hours.ts'
import { MINUTE_MS } from '#shared/domain/spans.ts'
import { openOutage } from '#shared/host/outage.ts'
import { saveQuotes } from '#shared/sql/market/quotes.ts'
import { saveMinuteBars } from '#shared/sql/market/save-minutes.ts'
import {
  readWholeUntil,
  saveProgress,
  saveStanding,
  saveStreamRejects,
} from '#shared/sql/market/streams.ts'
import { openBatch, type Batch } from './batch.ts'
import { openGaps, type Gaps } from './gaps.ts'
import { Deposed } from './lead.ts'
import { channelsOf, type Narrowing } from './narrow.ts'
import { pause, type StreamSite } from './site.ts'

/** A bar is told some seconds after its minute; before that it is not missing. */
const TOLD_AFTER_MS = MINUTE_MS

type Following = {
  site: StreamSite
  socket: StreamSocket
  batch: Batch
  gaps: Gaps
  tracked: readonly string[]
  /** Whether the server follows what it was asked to. */
  isFollowed: boolean
  /** When the line was seen to live last. */
  livedAt: () => Date
}

/** Resolves with how it ended; `deposed` where another process leads now. */
export async function follow(
  site: StreamSite,
  first: readonly string[],
  narrowing: Narrowing,
  signal: AbortSignal,
): Promise<StreamEnd | 'deposed'> {
  const known = new Set(first)
  const batch = openBatch((ticker) => known.has(ticker))
  const ending = new AbortController()
  const seen = { followed: false, tooMany: false, livedAt: site.clock.now() }
  const socket = await openStreamSocket(
    site.address,
    {
      lives: () => (seen.livedAt = site.clock.now()),
      heard: (items) => batch.hear(items, site.clock.now()),
      followed: () => (seen.followed = true),
      tooMany: (says) => {
        narrowing.narrow(says, known.size)
        seen.tooMany = true
      },
    },
    site.patience,
  )
  if (!('follow' in socket)) return socket
  const gaps = openGaps(site, ending.signal)
  const now: Following = {
    site,
    socket,
    batch,
    gaps,
    tracked: first,
    isFollowed: false,
    livedAt: () => seen.livedAt,
  }
  const stop = () => socket.close('told to stop')
  signal.addEventListener('abort', stop, { once: true })
  let isOver = false
  void socket.ended.then(() => (isOver = true))
  const keeping = openOutage(site.log, {
    begins: 'market-stream cannot keep what it hears',
    ends: 'market-stream keeps what it hears',
  })
  try {
    socket.follow(channelsOf(first, narrowing))
    let lookAt = performance.now() + site.pace.registryMs
    while (!isOver) {
      if (seen.tooMany) {
        seen.tooMany = false
        socket.follow(channelsOf(now.tracked, narrowing), {
          bars: now.tracked,
          quotes: now.tracked,
        })
      } else if (seen.followed && !now.isFollowed) {
        now.isFollowed = true
        gaps.open(first, (await readSince(site)) ?? new Date(0))
      }
      try {
        await keepHeard(now, narrowing)
        if (performance.now() >= lookAt) {
          lookAt = performance.now() + site.pace.registryMs
          await followRegistry(now, known, narrowing)
        }
        keeping.over()
      } catch (fault) {
        if (fault instanceof Deposed) return 'deposed'
        keeping.met(fault)
      }
      if (!hoursAt(site.clock.now())) socket.close('trading is over')
      await Promise.race([pause(site.pace.keepMs, signal), socket.ended])
    }
    await keepHeard(now, narrowing).catch((fault: unknown) => keeping.met(fault))
    return await socket.ended
  } finally {
    signal.removeEventListener('abort', stop)
    ending.abort()
    socket.close('it is not followed any more')
  }
}

function readSince(site: StreamSite): Promise<Date | null> {
  return site.lead.write((tx) => readWholeUntil(tx, site.feed))
}

/** Stores what was heard, in one transaction; what cannot be stored now is held. */
async function keepHeard(following: Following, narrowing: Narrowing): Promise<void> {
  const { site, batch, gaps, tracked, isFollowed } = following
  const { feed, vendor } = site
  const now = site.clock.now()
  const lost = batch.takeLost()
  if (lost) gaps.open(tracked, lost)
  const heard = batch.cut()
  try {
    await site.lead.write(async (tx) => {
      await saveMinuteBars(tx, [...heard.minutes.values()], {
        sourceId: null,
        fetchedAt: now,
        vendor,
      })
      const quotes = [...heard.quotes.values()]
      await saveQuotes(
        tx,
        quotes.map((quote) => ({ ...quote, vendor, receivedAt: now })),
      )
      await saveStanding(tx, feed, standingOf(following, narrowing), now)
      await saveStreamRejects(tx, feed, [...heard.rejects.values()], now)
      const isWhole = isFollowed && gaps.isWhole()
      // A line that broke in silence told nothing since it was last seen to live.
      const wholeUntil = isWhole ? new Date(following.livedAt().getTime() - TOLD_AFTER_MS) : null
      await saveProgress(tx, feed, { heardAt: heard.heardAt, wholeUntil })
    })
  } catch (fault) {
    batch.restore(heard)
    throw fault
  }
}

function standingOf({ tracked, gaps, isFollowed }: Following, narrowing: Narrowing) {
  const { bars } = channelsOf(tracked, narrowing)
  const missing = gaps.missing()
  const parts = [
    isFollowed ? 'it is followed' : 'signed in, and asks for its tickers',
    ...narrowing.says(tracked.length),
    ...(missing === null ? [] : [`minutes are missing: ${missing}`]),
  ]
  return {
    state: isFollowed ? ('live' as const) : ('connecting' as const),
    reason: parts.join('; '),
    failures: 0,
    nextTryAt: null,
    tracked: tracked.length,
    followed: isFollowed ? bars.length : 0,
  }
}

/** Follows what the registry follows now; of a new ticker the day so far is asked for. */
async function followRegistry(
  following: Following,
  known: Set<string>,
  narrowing: Narrowing,
): Promise<void> {
  const tracked = await following.site.tracked()
  const added = tracked.filter((ticker) => !known.has(ticker))
  const gone = following.tracked.filter((ticker) => !tracked.includes(ticker))
  if (added.length + gone.length === 0) return
  const before = channelsOf(following.tracked, narrowing)
  following.tracked = tracked
  known.clear()
  for (const ticker of tracked) known.add(ticker)
  const after = channelsOf(tracked, narrowing)
  following.socket.follow(without(after, before), without(before, after))
  following.gaps.open(added, new Date(0))
}

function without(all: ReturnType<typeof channelsOf>, some: ReturnType<typeof channelsOf>) {
  return {
    bars: all.bars.filter((ticker) => !some.bars.includes(ticker)),
    quotes: all.quotes.filter((ticker) => !some.quotes.includes(ticker)),
  }
}
