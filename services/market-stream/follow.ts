/** One connection, from signing in to its end: what it tells is kept batch by batch, what it missed is asked for. */

import type { StreamEnd } from '#shared/clients/alpaca/stream-line.ts'
import { openStreamSocket } from '#shared/clients/alpaca/stream-socket.ts'
import { hoursAt } from '#shared/domain/market/hours.ts'
import { openOutage, type Outage } from '#shared/host/outage.ts'
import { readWholeUntil } from '#shared/sql/market/streams.ts'
import { openBatch } from './batch.ts'
import { openGaps } from './gaps.ts'
import { keepHeard, type Following } from './keep-heard.ts'
import { Deposed } from './lead.ts'
import { channelsOf, type Narrowing } from './narrow.ts'
import { pause, type StreamSite } from './site.ts'

/** Resolves with how it ended; `deposed` where another process leads now. */
export async function follow(
  site: StreamSite,
  tracked: readonly string[],
  narrowing: Narrowing,
  signal: AbortSignal,
): Promise<StreamEnd | 'deposed'> {
  const known = new Set(tracked)
  const batch = openBatch((ticker) => known.has(ticker))
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
  const ending = new AbortController()
  const gaps = openGaps(site, ending.signal)
  const livedAt = () => seen.livedAt
  const about = { site, socket, batch, gaps, narrowing, tracked, isFollowed: false, livedAt }
  const stop = () => socket.close('told to stop')
  signal.addEventListener('abort', stop, { once: true })
  try {
    if (signal.aborted) stop()
    socket.follow(channelsOf(tracked, narrowing))
    return await hearOut(about, seen, known)
  } finally {
    signal.removeEventListener('abort', stop)
    ending.abort()
    socket.close('it is not followed any more')
  }
}

/** What the server said of what it follows, since it was looked at last. */
type Seen = { followed: boolean; tooMany: boolean }

/** Keeps what is heard until the connection ends. */
async function hearOut(
  following: Following,
  seen: Seen,
  known: Set<string>,
): Promise<StreamEnd | 'deposed'> {
  const { site, socket } = following
  let isOver = false
  const over = new AbortController()
  void socket.ended.then(() => {
    isOver = true
    over.abort()
  })
  const outage = openOutage(site.log, {
    begins: 'market-stream cannot keep what it hears',
    ends: 'market-stream keeps what it hears',
  })
  let lookAt = performance.now() + site.pace.registryMs
  while (!isOver) {
    const isLook = performance.now() >= lookAt
    if (isLook) lookAt = performance.now() + site.pace.registryMs
    if (!(await turn(following, seen, isLook ? known : undefined, outage))) return 'deposed'
    if (!hoursAt(site.clock.now())) socket.close('trading is over')
    await pause(site.pace.keepMs, over.signal)
  }
  await keepHeard(following).catch((fault: unknown) => outage.met(fault))
  return socket.ended
}

/** False where another process leads now. What PostgreSQL refuses meanwhile is held, and tried again. */
async function turn(
  following: Following,
  seen: Seen,
  known: Set<string> | undefined,
  outage: Outage,
): Promise<boolean> {
  try {
    await heed(following, seen)
    await keepHeard(following)
    if (known) await followRegistry(following, known)
    outage.over()
  } catch (fault) {
    if (fault instanceof Deposed) return false
    outage.met(fault)
  }
  return true
}

/** Asks for less where the plan does not hold so much; once it is followed, for what was not told before. */
async function heed(following: Following, seen: Seen): Promise<void> {
  const { site, socket, gaps, narrowing, tracked } = following
  if (seen.tooMany) {
    seen.tooMany = false
    socket.follow(channelsOf(tracked, narrowing), { bars: tracked, quotes: tracked })
  } else if (seen.followed && !following.isFollowed) {
    const since = await site.lead.write((tx) => readWholeUntil(tx, site.feed))
    following.isFollowed = true
    site.log.info({ tracked: tracked.length, since }, 'market-stream is live')
    gaps.open(tracked, since ?? new Date(0))
  }
}

/** Follows what the registry follows now; of a new ticker the day so far is asked for. */
async function followRegistry(following: Following, known: Set<string>): Promise<void> {
  const { narrowing } = following
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
