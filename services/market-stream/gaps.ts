/** Minutes that the stream did not tell: asked for over REST, so many tickers at once, until all are there. */

import { alpacaMinutes } from '#shared/clients/alpaca/bars.ts'
import { backOffSeconds } from '#shared/domain/back-off.ts'
import { hoursAt } from '#shared/domain/market/hours.ts'
import { MINUTE_MS } from '#shared/domain/spans.ts'
import { messageOf, PermanentFault } from '#shared/host/faults.ts'
import { saveMinuteBars } from '#shared/sql/market/save-minutes.ts'
import { saveStreamRejects } from '#shared/sql/market/streams.ts'
import { Deposed } from './lead.ts'
import { BACK_OFF, pause, type StreamSite } from './site.ts'

export type Gaps = {
  /** Notes that minutes of these tickers may be missing from then on. */
  open(tickers: readonly string[], from: Date): void
  /** Why some are missing still; null where none are, or all is well on its way. */
  missing(): string | null
  isWhole(): boolean
}

type Gap = { tickers: readonly string[]; from: Date }

/** A few thousand minutes each: memory stays small however long the gap is. */
const TICKERS_AT_ONCE = 10
/** The minute that ran when it was last whole, and the one before, are asked for again. */
const AGAIN_MS = 2 * MINUTE_MS

export function openGaps(site: StreamSite, signal: AbortSignal): Gaps {
  const gaps: Gap[] = []
  let why: string | null = null
  let isFilling = false
  const fillAll = async () => {
    for (let failures = 0; gaps.length > 0 && !signal.aborted;) {
      try {
        await fill(site, gaps[0]!, signal)
        gaps.shift()
        failures = 0
        why = null
      } catch (fault) {
        if (signal.aborted || fault instanceof Deposed) return
        failures += 1
        why = messageOf(fault)
        site.log.warn({ failures }, `market-stream: minutes are missing: ${why}`)
        // A key that may not ask will not be let in a minute later either.
        const seconds =
          fault instanceof PermanentFault ? BACK_OFF.secondsMax : backOffSeconds(BACK_OFF, failures)
        await pause(seconds * site.pace.secondMs, signal)
      }
    }
  }
  return {
    open(tickers, from) {
      const hours = hoursAt(site.clock.now())
      if (!hours || tickers.length === 0) return
      const start = Math.max(from.getTime() - AGAIN_MS, hours.from.getTime())
      for (let at = 0; at < tickers.length; at += TICKERS_AT_ONCE)
        gaps.push({ tickers: tickers.slice(at, at + TICKERS_AT_ONCE), from: new Date(start) })
      if (isFilling) return
      isFilling = true
      void fillAll().finally(() => (isFilling = false))
    },
    missing: () => why,
    isWhole: () => gaps.length === 0,
  }
}

async function fill(site: StreamSite, { tickers, from }: Gap, signal: AbortSignal): Promise<void> {
  const { feed, vendor } = site
  const end = site.clock.now()
  const asked = { tickers, start: from, end, feed }
  const told = await alpacaMinutes(site.market, asked, end, signal)
  await site.lead.write(async (tx) => {
    await saveMinuteBars(tx, told.minutes, { sourceId: null, fetchedAt: end, vendor })
    const rejects = told.rejects.map(({ reason, payload }) => ({
      reason,
      item: JSON.stringify(payload),
      times: 1,
    }))
    await saveStreamRejects(tx, feed, rejects, end)
  })
  if (told.missing.length > 0) throw new Error(told.missing.join('; '))
}
