/** How often each vendor may be asked. */

import { reddit } from '../../domain/source/reddit.ts'
import { openPacer, type Pacer } from './pacer.ts'
import type { Limit, VendorTurns } from './turns.ts'

/** A minute of theirs may begin later than ours, and a request may take this long to arrive. */
const MINUTE_MS = 61_000
/** Of the plan that these shares are made for. */
const PLAN_PER_MINUTE = 45
const PLAN_SHARES: Readonly<Record<string, number>> = { bars: 20, news: 25 }
/** EDGAR says with it that it was asked too often, or that it does not want us at all. */
const EDGAR_SLOWS = [403]

/**
 * Polygon's, whose plans differ: so many requests a minute in all, and of them so many for bars and so
 * many for news, in shares of a plan of 45; a plan of up to 20 is anybody's. 0: as many as it answers.
 */
export function polygonPacer(turns: VendorTurns, perMinute: number): Pacer {
  const all = limitsOf('polygon', perMinute)
  return openPacer({
    vendor: 'polygon',
    turns,
    limitsOf(kind = '') {
      const share = PLAN_SHARES[kind]
      if (perMinute === 0 || share === undefined) return all
      const most = Math.max(share, Math.floor((share * perMinute) / PLAN_PER_MINUTE))
      return most >= perMinute ? all : [...all, ...limitsOf(`polygon:${kind}`, most)]
    },
  })
}

/** EDGAR's: so many a second from one address, evenly. */
export function edgarPacer(turns: VendorTurns, perSecond: number): Pacer {
  const limits = [{ name: 'edgar', most: 1, spanMs: 1_000 / perSecond }]
  return openPacer({
    vendor: 'edgar',
    turns,
    limitsOf: () => limits,
    slows: EDGAR_SLOWS,
    patienceMs: 20_000,
  })
}

/** Reddit's: a hundred a minute with a key, ten without; it says in its answers how many are left. */
export function redditPacer(turns: VendorTurns, perMinute: number): Pacer {
  const limits = limitsOf(reddit.type, perMinute)
  return openPacer({ vendor: reddit.type, turns, limitsOf: () => limits })
}

/** Alpaca's prices: so many a minute; 0: as many as it answers. */
export function alpacaPacer(turns: VendorTurns, perMinute: number): Pacer {
  const limits = limitsOf('alpaca', perMinute)
  return openPacer({ vendor: 'alpaca', turns, limitsOf: () => limits })
}

function limitsOf(name: string, perMinute: number): readonly Limit[] {
  return perMinute > 0 ? [{ name, most: perMinute, spanMs: MINUTE_MS }] : []
}
