/** Stores what one connection told so far, and how it stands. */

import type { StreamSocket } from '#shared/clients/alpaca/stream-socket.ts'
import { MINUTE_MS } from '#shared/domain/spans.ts'
import { saveQuotes } from '#shared/sql/market/quotes.ts'
import { saveMinuteBars } from '#shared/sql/market/save-minutes.ts'
import { saveProgress, saveStanding, saveStreamRejects } from '#shared/sql/market/streams.ts'
import type { HeardBatch } from './batch.ts'
import type { Gaps } from './gaps.ts'
import { channelsOf, type Narrowing } from './narrow.ts'
import type { StreamSite } from './site.ts'

/** A bar is told some seconds after its minute; before that it is not missing. */
const TOLD_AFTER_MS = MINUTE_MS

/** One connection, while it lasts. */
export type Following = {
  site: StreamSite
  socket: StreamSocket
  batch: HeardBatch
  gaps: Gaps
  narrowing: Narrowing
  tracked: readonly string[]
  /** Whether the server follows what it was asked to. */
  isFollowed: boolean
  /** When the line was seen to live last. */
  livedAt: () => Date
}

/** Stores what was heard, in one transaction; what cannot be stored now is held. */
export async function keepHeard(following: Following): Promise<void> {
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
      await saveStanding(tx, feed, standingOf(following), now)
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

function standingOf({ tracked, gaps, isFollowed, narrowing }: Following) {
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
