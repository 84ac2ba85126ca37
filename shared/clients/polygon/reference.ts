/** Reference data as Polygon tells it: splits and dividends over a span; details are in details.ts. */

import { ReferenceConfig } from '../../contracts/sources/reference.ts'
import type { ActionSpan, NewAction } from '../../domain/market/action.ts'
import { newYorkDate, shiftDate } from '../../domain/market/calendar.ts'
import type { Adapter, Reject } from '../../domain/source/found.ts'
import { messageOf } from '../../host/faults.ts'
import { sourceSettingsOf } from '../../host/source-settings.ts'
import { polygonDetails } from './details.ts'
import type { PolygonMarket, PolygonPages } from './market.ts'
import { bytesOf, missingOf } from './pages.ts'
import { isRefused, readDividend, readSplit, type Refused } from './read-reference.ts'
import { resting } from './resting.ts'

type Reference = Pick<PolygonMarket, 'splits' | 'dividends' | 'details' | 'tickerEvents'>

/** @param trackedTickers whose details are asked for in turn, where the source has no company. */
export function polygonReference(
  polygon: Reference,
  trackedTickers: () => Promise<ReadonlySet<string>>,
): Adapter {
  const kinds = {
    actions: actionsAdapter(polygon),
    details: polygonDetails(polygon, trackedTickers),
  }
  return resting((errand) => kinds[sourceSettingsOf(ReferenceConfig, errand.job).kind](errand))
}

/**
 * The whole span each time: what is corrected, told late or withdrawn is seen by comparing. One that
 * was not had to its end goes on from there the next time.
 */
function actionsAdapter(polygon: Reference): Adapter {
  return async ({ job, seen, now, signal }) => {
    const { ticker } = job
    const settings = sourceSettingsOf(ReferenceConfig, job)
    const today = newYorkDate(now)
    const reached = reachedOf(seen.state)
    const span = (kind: ActionSpan['kind'], days: number): ActionSpan => {
      const from = shiftDate(today, -days)
      const at = reached[kind]
      return { kind, ticker, from: at !== undefined && at > from && at <= MOST ? at : from }
    }
    const splits = await gather(span('split', settings.history_days), {
      ask: (span) => polygon.splits(span, signal),
      read: readSplit,
    })
    const dividends = await gather(
      span('dividend', settings.dividend_days),
      { ask: (span) => polygon.dividends(span, signal), read: readDividend },
      // Splits that were had are kept whatever becomes of dividends.
      signal,
    )
    return {
      reference: {
        actions: [...splits.actions, ...dividends.actions],
        whole: [splits, dividends].filter(isWhole).map(({ span }) => span),
        details: [],
      },
      rejects: [...splits.rejects, ...dividends.rejects],
      missing: [...splits.missing, ...dividends.missing],
      seen: { lastPublishedAt: now, state: stateOf(splits, dividends) },
    }
  }
}

/** Beyond any date: a state that says more is not believed. */
const MOST = '2050'

function reachedOf({ reached }: Record<string, unknown>): Partial<Record<string, string>> {
  const told = typeof reached === 'object' && reached !== null ? Object.entries(reached) : []
  return Object.fromEntries(told.filter(([, date]) => typeof date === 'string')) as Partial<
    Record<string, string>
  >
}

/** The last ex-date had of what is not had to its end. */
function stateOf(...gathered: readonly Gathered[]): { reached: Record<string, string> } {
  const left = gathered.filter(({ missing, actions }) => missing.length > 0 && actions.length > 0)
  return {
    reached: Object.fromEntries(
      left.map(({ span, actions }) => [
        span.kind,
        actions
          .map(({ exDate }) => exDate)
          .sort()
          .at(-1)!,
      ]),
    ),
  }
}

type Asking = {
  ask: (span: { ticker: string; from: string }) => Promise<PolygonPages>
  read: (item: unknown) => NewAction | Refused
}
type Gathered = { span: ActionSpan; actions: NewAction[]; rejects: Reject[]; missing: string[] }

/** @param unlessEnded where given, a fault is told as a missing part, unless this had ended. */
async function gather(
  span: ActionSpan,
  { ask, read }: Asking,
  unlessEnded?: AbortSignal,
): Promise<Gathered> {
  const found: Gathered = { span, actions: [], rejects: [], missing: [] }
  try {
    const { pages, missing } = await ask(span)
    for (const item of pages.flatMap(({ results }) => results)) {
      const action = read(item)
      if (isRefused(action)) found.rejects.push({ ...action, item: bytesOf(item) })
      else found.actions.push(action)
    }
    found.missing.push(...missingOf(`${span.kind}s`, missing))
  } catch (fault) {
    if (!unlessEnded || unlessEnded.aborted) throw fault
    found.missing.push(`${span.kind}s: ${messageOf(fault)}`)
  }
  return found
}

/** A record that could not be read may be one told before: then nothing is taken as withdrawn. */
function isWhole({ missing, rejects }: Gathered): boolean {
  return missing.length === 0 && rejects.length === 0
}
