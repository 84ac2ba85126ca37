/**
 * Which price of several a level is compared with, and when a print is not believed at once.
 *
 * Rungs, in this order: the newer of the stream's trade and the broker's latest, the quote, the last
 * minute; one that is too old gives way to the next. Below them the broker's own price of a holding. Source: docs/FORMULAS.md, Stops.
 */

import { Big } from 'big.js'
import { isPrice } from '../money.ts'
import { MINUTE_MS } from '../spans.ts'

const PRICE_SOURCES = ['stream', 'trade', 'quote', 'minute', 'broker'] as const
export type PriceSource = (typeof PRICE_SOURCES)[number]

/** A price of one ticker, decimal text, and when it was made. */
export type Rung = { source: PriceSource; price: string; at: Date }

export type BidAsk = { bid: string; ask: string; at: Date }

/** What was found of one ticker; what is not known is left out. */
export type ToldPrices = {
  stream?: { price: string; at: Date } | undefined
  trade?: { price: string; at: Date } | undefined
  quote?: BidAsk | undefined
  minute?: { close: string; endsAt: Date } | undefined
  /** The newest mark of what is held, as of the broker's own reading. */
  broker?: { price: string; at: Date } | undefined
}

/** The price to go by, and what else stands beside it. */
export type Seen = Rung & {
  ageSeconds: number
  /** False: older than a price may be, but of this session; it may end a position, never at a target. */
  isFresh: boolean
  /** False: the next rung says something quite different. */
  isPlain: boolean
  /** The next fresh rung, where there is one; `isWide`: a quote too wide to speak against a print. */
  witness: (Rung & { isWide: boolean }) | null
}

const ladderDefaults = {
  freshSeconds: 120,
  /** A vendor's clock may be so far ahead; what is made later than that is a slip, and would stay fresh. */
  aheadSeconds: 300,
  /** A print further than this from the next rung is looked at twice. */
  absurdShare: 0.05,
  wideShare: 0.02,
}

/** The price of a ticker at `now`; undefined where none is of this session. */
export function seePrice(
  told: ToldPrices,
  session: { opensAt: Date },
  now: Date,
): Seen | undefined {
  const { freshSeconds, wideShare } = ladderDefaults
  const isOfSession = (rung: Rung) =>
    rung.at >= session.opensAt && isPrice(rung.price) && isMade(rung.at, now)
  const rungs = rungsOf(told).filter(isOfSession)
  const fresh = rungs.filter(({ at }) => ageOf(at, now) <= freshSeconds)
  // Nobody says when it was made: it limits a loss where nothing else does, and takes no profit.
  const mark = [told.broker && { ...told.broker, source: 'broker' as const }]
    .filter((rung) => rung !== undefined)
    .filter(isOfSession)
  const newest = [...rungs, ...mark].toSorted((a, b) => b.at.getTime() - a.at.getTime())[0]
  const chosen = fresh[0] ?? newest
  if (!chosen) return undefined
  const next = fresh.find((rung) => rung !== chosen)
  const isWide = next?.source === 'quote' && spreadOf(told.quote!) > wideShare
  return {
    ...chosen,
    ageSeconds: Math.max(0, Math.round(ageOf(chosen.at, now))),
    isFresh: fresh.length > 0,
    isPlain: !next || distance(chosen.price, next.price) <= ladderDefaults.absurdShare,
    witness: next ? { ...next, isWide } : null,
  }
}

/**
 * The prices by which what is held is worth something: not a print against which the next rung speaks,
 * since one that is a slip would trip breakers, and sell all for an emergency.
 */
export function marksOf(seen: ReadonlyMap<string, Seen>): Map<string, Seen> {
  const counts = ({ isPlain, witness }: Seen) => isPlain || witness === null || witness.isWide
  return new Map([...seen].filter(([, price]) => counts(price)))
}

/** A print that was doubted at an earlier look. */
export type Doubt = { price: string; printedAt: Date; doubtedAt: Date }

/** A doubt is forgotten after so long: what happens then is another story. */
const DOUBT_MS = 10 * MINUTE_MS

/**
 * Whether a price that hits a level is believed now.
 *
 * Doubted, once: a price more than `absurdShare` away from the next fresh rung, which does not hit the
 * level. At the next look it counts, unless nothing was traded since and a newer price that is no
 * wide quote still speaks against it. So a gap in truth waits one look at most.
 */
export function isBelieved(
  { at, witness, isPlain }: Seen,
  { hits, doubt }: { hits: (price: string) => boolean; doubt: Doubt | null },
  now: Date,
): boolean {
  if (!witness || isPlain || hits(witness.price)) return true
  const wasDoubted = doubt !== null && now.getTime() - doubt.doubtedAt.getTime() <= DOUBT_MS
  if (!wasDoubted || doubt.doubtedAt >= now) return false
  const isSecondPrint = at > doubt.printedAt
  const isRefuted = witness.at > at && !witness.isWide
  return isSecondPrint || !isRefuted
}

/** Whether what was made then is of now, or of before, as far as clocks go. */
export function isMade(at: Date, now: Date): boolean {
  return ageOf(at, now) >= -ladderDefaults.aheadSeconds
}

function rungsOf({ stream, trade, quote, minute }: ToldPrices): Rung[] {
  const trades = [
    stream && { ...stream, source: 'stream' as const },
    trade && { ...trade, source: 'trade' as const },
  ].toSorted((a, b) => (b?.at.getTime() ?? 0) - (a?.at.getTime() ?? 0))
  const rungs: (Rung | undefined)[] = [
    ...trades,
    quote && isQuote(quote) ? { source: 'quote', price: quote.bid, at: quote.at } : undefined,
    minute && { source: 'minute', price: minute.close, at: minute.endsAt },
  ]
  return rungs.filter((rung) => rung !== undefined)
}

/** What is offered for nothing, or dearer than it is asked for, is no quote. */
function isQuote({ bid, ask }: BidAsk): boolean {
  return isPrice(bid) && isPrice(ask) && new Big(ask).gte(bid)
}

function spreadOf({ bid, ask }: BidAsk): number {
  return new Big(ask).minus(bid).div(bid).toNumber()
}

function distance(price: string, from: string): number {
  return new Big(price).minus(from).abs().div(from).toNumber()
}

function ageOf(at: Date, now: Date): number {
  return (now.getTime() - at.getTime()) / 1000
}
