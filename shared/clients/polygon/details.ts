/** What Polygon says of tickers: of one, or of all tracked ones in turn, a few each time. */

import { ReferenceConfig } from '../../contracts/sources/reference.ts'
import { readInstant } from '../../domain/document/text/instant.ts'
import type { NewDetails } from '../../domain/market/details.ts'
import type { Adapter, Found, Reject } from '../../domain/source/found.ts'
import { DAY_MS } from '../../domain/spans.ts'
import { messageOf } from '../../host/faults.ts'
import { sourceSettingsOf } from '../../host/source-settings.ts'
import type { PolygonMarket } from './market.ts'
import { bytesOf } from './pages.ts'
import { isRefused, readDetailsOf } from './read-reference.ts'

type Reference = Pick<PolygonMarket, 'details' | 'tickerEvents'>

/** A round through all tracked tickers begins a week after the last one began. */
const ROUND_DAYS = 7

/** Where a round stands: when it began, and which ticker was the last. */
type Round = { began: string; after: string | null }

type Told = { details: NewDetails[]; rejects: Reject[]; notes: string[] }

export function polygonDetails(
  polygon: Reference,
  trackedTickers: () => Promise<ReadonlySet<string>>,
): Adapter {
  return async ({ job, seen, now, signal }) => {
    const told: Told = { details: [], rejects: [], notes: [] }
    if (job.ticker !== '') {
      await ask(polygon, job.ticker, told, signal)
      return foundOf(told, { lastPublishedAt: now })
    }
    const round = roundOf(seen.state, now)
    if (round === 'new')
      return { seen: { state: { round: { began: now.toISOString(), after: '' } } } }
    if (round === 'over') return { seen: {} }
    const { tickers_per_fetch: most } = sourceSettingsOf(ReferenceConfig, job)
    const left = [...(await trackedTickers())]
      .sort()
      .filter((ticker) => ticker > (round.after ?? ''))
    let { after } = round
    let missing: string[] = []
    for (const ticker of left.slice(0, most)) {
      try {
        await ask(polygon, ticker, told, signal)
      } catch (fault) {
        // Those that were had are kept; the next fetch goes on with this one.
        if (signal.aborted || ticker === left[0]) throw fault
        missing = [`details of ${ticker}: ${messageOf(fault)}`]
        break
      }
      after = ticker
    }
    const isOver = missing.length === 0 && left.length <= most
    const state = { round: { began: round.began, after: isOver ? null : after } satisfies Round }
    return { ...foundOf(told, { lastPublishedAt: now, state }), missing }
  }
}

/**
 * A source that was never asked begins with the next fetch: prices of a new universe come first, and
 * the plan's few questions a minute are theirs.
 */
function roundOf({ round }: Record<string, unknown>, now: Date): Round | 'new' | 'over' {
  const { began, after } = (round ?? {}) as Partial<Round>
  const ageMs = now.getTime() - (readInstant(began ?? '')?.getTime() ?? Number.NaN)
  if (began === undefined || !(ageMs >= 0) || ageMs > 2 * ROUND_DAYS * DAY_MS) return 'new'
  if (typeof after === 'string') return { began, after }
  return ageMs >= ROUND_DAYS * DAY_MS ? { began: now.toISOString(), after: '' } : 'over'
}

/** One that Polygon does not know (any more) is no fault: it is said, and asked for again in time. */
async function ask(
  polygon: Reference,
  ticker: string,
  told: Told,
  signal: AbortSignal,
): Promise<void> {
  const item = await polygon.details(ticker, signal)
  if (item === undefined) {
    told.notes.push(`no details of ${ticker}: it may be delisted, renamed or not of this market`)
    return
  }
  const events = await eventsOf(polygon, ticker, told, signal)
  const details = readDetailsOf(ticker, item, events)
  if (isRefused(details)) told.rejects.push({ ...details, item: bytesOf(item) })
  else {
    told.details.push(details)
    told.notes.push(...standingOf(details))
  }
}

/** Earlier names are a part that a plan may leave out; the rest stands without them. */
async function eventsOf(polygon: Reference, ticker: string, told: Told, signal: AbortSignal) {
  try {
    return await polygon.tickerEvents(ticker, signal)
  } catch (fault) {
    if (signal.aborted) throw fault
    told.notes.push(`no earlier names of ${ticker}: ${messageOf(fault)}`)
    return undefined
  }
}

function standingOf({ ticker, active, delistedOn, tickerChanges }: NewDetails): string[] {
  const [renamed] = tickerChanges
  return [
    ...(active ? [] : [`${ticker} trades no more${delistedOn ? ` since ${delistedOn}` : ''}`]),
    ...(renamed && renamed.ticker !== ticker
      ? [`${ticker} trades as ${renamed.ticker} since ${renamed.date}`]
      : []),
  ]
}

function foundOf({ details, rejects, notes }: Told, seen: Found['seen']): Found {
  return { reference: { actions: [], whole: [], details }, rejects, notes, seen }
}
