/** Prices as Alpaca tells them: days and minutes of all tracked tickers, or of one company, at once. */

import { AlpacaBarsConfig } from '../../contracts/sources/alpaca-bars.ts'
import { readInstant } from '../../domain/document/text/instant.ts'
import type { BarVendor, NewMinuteBar, RejectedBar } from '../../domain/market/bar.ts'
import { newYorkInstant, previousSession, shiftDate } from '../../domain/market/calendar.ts'
import { dueSessions } from '../../domain/market/due-sessions.ts'
import { readTicker } from '../../domain/market/ticker.ts'
import type { Adapter, BarsPage, Errand, Found } from '../../domain/source/found.ts'
import { MINUTE_MS } from '../../domain/spans.ts'
import { messageOf, PermanentFault } from '../../host/faults.ts'
import { sourceSettingsOf } from '../../host/source-settings.ts'
import { rawPage } from '../polygon/pages.ts'
import { readBars, readMinutes } from '../polygon/read-bars.ts'
import { resting } from '../polygon/resting.ts'
import type { AlpacaMarket, AlpacaPages, Feed } from './market.ts'

const SYMBOLS_AT_ONCE = 100
/** Days looked at again for what was corrected since. */
const AGAIN_DAYS = 7
const SESSIONS_MAX = 5
/** The consolidated tape is free once it is a quarter of an hour old. */
const SIP_DELAY_MS = 16 * MINUTE_MS

export function alpacaBars(
  market: AlpacaMarket,
  trackedTickers: () => Promise<ReadonlySet<string>>,
): Adapter {
  return resting(async (errand) => {
    const { ticker } = errand.job
    const tickers = ticker ? [ticker] : [...(await trackedTickers())].sort()
    const found: Gathered = { bars: [], missing: [], notes: [] }
    const { kind, feed } = sourceSettingsOf(AlpacaBarsConfig, errand.job)
    const told = feed === 'sip' ? new Date(errand.now.getTime() - SIP_DELAY_MS) : errand.now
    const lastPublishedAt = await kinds[kind](market, { ...errand, now: told }, tickers, found)
    return { ...found, seen: { lastPublishedAt } }
  })
}

/** The minutes of some tickers between two moments, as a source of prices would be told them. */
export async function alpacaMinutes(
  market: AlpacaMarket,
  { tickers, start, end, feed }: { tickers: readonly string[]; start: Date; end: Date; feed: Feed },
  now: Date,
  signal: AbortSignal,
): Promise<{ minutes: NewMinuteBar[]; rejects: RejectedBar[]; missing: string[] }> {
  const found: Gathered = { bars: [], missing: [], notes: [] }
  const asked = { timeframe: '1Min', start, end, feed } as const
  await gather(found, tickers, (symbols) => market.bars({ ...asked, symbols }, signal), {
    signal,
    read: (items, ticker) => minutesOf(items, ticker, { now, extended: true }),
    vendor: vendorOf(feed),
  })
  const minutes = found.bars.flatMap((page) => page.minutes ?? [])
  return { minutes, rejects: found.bars.flatMap((page) => page.rejects), missing: found.missing }
}

type Gathered = Required<Pick<Found, 'bars' | 'notes'>> & { missing: string[] }
/** Adds what it was told, and says up to where that is whole. */
type Kind = (
  market: AlpacaMarket,
  errand: Errand,
  tickers: readonly string[],
  found: Gathered,
) => Promise<Date | null>

const kinds: Record<'range' | 'minute' | 'latest', Kind> = {
  async range(market, { job, seen, now, signal }, tickers, found) {
    const { feed, history_days: days } = sourceSettingsOf(AlpacaBarsConfig, job)
    const to = previousSession(now)
    const last = seen.lastPublishedAt
    const first = last ? previousSession(last).date : shiftDate(to.date, -days)
    const start = newYorkInstant(shiftDate(first, last ? -AGAIN_DAYS : 0), '00:00')
    const asked = { timeframe: '1Day', start, end: to.closesAt, feed } as const
    await gather(found, tickers, (symbols) => market.bars({ ...asked, symbols }, signal), {
      signal,
      read: (items, ticker) => readBars(items, () => ticker, now),
      vendor: vendorOf(feed),
    })
    return found.missing.length === 0 ? to.closesAt : null
  },
  async minute(market, { job, seen, now, signal }, tickers, found) {
    const { feed, extended_hours: extended } = sourceSettingsOf(AlpacaBarsConfig, job)
    let reached: Date | null = null
    for (const { date, closesAt } of dueSessions(seen.lastPublishedAt, now, SESSIONS_MAX)) {
      const [start, end] = [newYorkInstant(date, '04:00'), newYorkInstant(date, '19:59')]
      const asked = { timeframe: '1Min', start, end, feed } as const
      await gather(found, tickers, (symbols) => market.bars({ ...asked, symbols }, signal), {
        signal,
        read: (items, ticker) => minutesOf(items, ticker, { now, extended }),
        vendor: vendorOf(feed),
      })
      if (found.missing.length > 0) break
      reached = closesAt
    }
    return reached
  },
  async latest(market, { job, now, signal }, tickers, found) {
    const { feed, extended_hours: extended } = sourceSettingsOf(AlpacaBarsConfig, job)
    await gather(found, tickers, (symbols) => market.latestBars({ symbols, feed }, signal), {
      signal,
      read: (items, ticker) => minutesOf(items, ticker, { now, extended }),
      vendor: vendorOf(feed),
    })
    return null
  },
}

type Reading = {
  signal: AbortSignal
  read: (items: unknown[], ticker: string) => Pick<BarsPage, 'bars' | 'minutes' | 'rejects'>
  vendor: BarVendor
}

/** So many symbols at once; what was had of some is kept when others cannot be had. */
async function gather(
  found: Gathered,
  tickers: readonly string[],
  ask: (symbols: readonly string[]) => Promise<AlpacaPages>,
  reading: Reading,
): Promise<void> {
  for (let at = 0; at < tickers.length; at += SYMBOLS_AT_ONCE)
    await gatherSome(found, tickers.slice(at, at + SYMBOLS_AT_ONCE), ask, reading)
}

async function gatherSome(
  found: Gathered,
  symbols: readonly string[],
  ask: (symbols: readonly string[]) => Promise<AlpacaPages>,
  reading: Reading,
): Promise<void> {
  const names = symbols.length > 1 ? `${symbols[0]} and ${symbols.length - 1} others` : symbols[0]
  try {
    const { pages, missing } = await ask(symbols)
    for (const page of pages) found.bars.push(pageOf(page, symbols, reading))
    if (missing !== null) found.missing.push(`bars of ${names}: ${missing}`)
  } catch (fault) {
    if (reading.signal.aborted) throw fault
    const isRefused = fault instanceof PermanentFault && fault.reason === 'source_rejects_request'
    if (isRefused && symbols.length > 1) {
      // One symbol that Alpaca does not know has it refuse them all.
      const half = Math.ceil(symbols.length / 2)
      for (const part of [symbols.slice(0, half), symbols.slice(half)])
        await gatherSome(found, part, ask, reading)
      return
    }
    if (!isRefused && found.bars.length === 0) throw fault
    const said = `bars of ${names}: ${messageOf(fault)}`
    if (isRefused) found.notes.push(said)
    else found.missing.push(said)
  }
}

function pageOf(
  { bars: told, bytes }: AlpacaPages['pages'][number],
  symbols: readonly string[],
  { read, vendor }: Reading,
): BarsPage {
  const page = { bars: [], minutes: [], rejects: [], raw: rawPage(bytes), vendor } as BarsPage
  for (const [symbol, items] of told) {
    const ticker = readTicker(symbol)
    if (ticker === undefined || !symbols.includes(ticker)) continue
    const one = read((Array.isArray(items) ? items : [items]).map(withMilliseconds), ticker)
    page.bars.push(...one.bars)
    page.minutes?.push(...(one.minutes ?? []))
    page.rejects.push(...one.rejects)
  }
  return page
}

function minutesOf(items: unknown[], ticker: string, how: { now: Date; extended: boolean }) {
  return { bars: [], ...readMinutes(items, () => ticker, how) }
}

/** Alpaca writes moments where Polygon writes milliseconds; all else is alike. */
function withMilliseconds(item: unknown): unknown {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return item
  const { t } = item as { t?: unknown }
  return { ...item, t: typeof t === 'string' ? (readInstant(t)?.getTime() ?? null) : null }
}

export function vendorOf(feed: Feed): BarVendor {
  return feed === 'sip' ? 'alpaca_sip' : 'alpaca_iex'
}
