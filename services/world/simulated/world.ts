/** A market of fifty companies that do not exist, made from a seed. */

import { newYorkDate, newYorkInstant, shiftDate } from '#shared/domain/market/calendar.ts'
import type { World, WorldCompany } from '../contents/world.ts'
import { makeDividends, makeSplits } from './actions.ts'
import { makeArticles } from './articles.ts'
import { simulatedCompanies } from './companies.ts'
import { makeEvents } from './events.ts'
import { makeFilings } from './filings.ts'
import { historyBefore, makeBars } from './market.ts'

/** Days of news before the start, so that a new system has something to read. */
const NEWS_BEFORE_DAYS = 7
/** Events begin earlier still, for their stories run on for a day. */
const EVENTS_BEFORE_DAYS = 14
const LENGTH_DAYS = 365

export type WorldSpan = { seed: number; start: Date; from?: string; to?: string }

/**
 * The same seed and first day give the same world, byte for byte. `from` and `to` (inclusive) take
 * the place of the day of `start` and of a year later.
 */
export function makeWorld({ seed, start, from, to }: WorldSpan): World {
  const first = from ?? newYorkDate(start)
  const last = to ?? shiftDate(first, LENGTH_DAYS)
  const events = makeEvents(seed, shiftDate(first, -EVENTS_BEFORE_DAYS), last)
  const newsFrom = newYorkInstant(shiftDate(first, -NEWS_BEFORE_DAYS), '00:00')
  const end = newYorkInstant(shiftDate(last, 1), '00:00')
  return {
    label: 'simulated',
    seed,
    from: newYorkInstant(first, '00:00'),
    to: end,
    companies: simulatedCompanies.map(plain),
    articles: makeArticles(seed, events, newsFrom, end),
    bars: makeBars(seed, historyBefore(first), last, events),
    splits: makeSplits(first),
    dividends: makeDividends(first, last),
    filings: makeFilings(seed, events, newsFrom, end),
    pages: [],
    notes: [
      'Everything is simulated: companies, prices, articles and filings are made from the seed.',
    ],
  }
}

function plain({ ticker, name, sector, aliases, cik }: WorldCompany): WorldCompany {
  return { ticker, name, sector, aliases, ...(cik === undefined ? {} : { cik }) }
}
