/**
 * Owners with a record are heard; what nobody with a record tells is heard a little, and never counted.
 *
 * Source: docs/FORMULAS.md, Signals, record.
 */

import { roundScore } from '../score.ts'
import { byStory, type Hearing } from './hearing.ts'
import { summarise, type Trend } from './trend.ts'
import { LAYERS } from './scoring.ts'
import { marksOfAll } from './marks.ts'
import { ofLayer, rulesOf, seasonOf, vouchedOf } from './standing.ts'
import { bySummingOrder, type Signal, type View, type WeighedSignal } from './weight.ts'

/** All that the unknown say weighs at most this share of what those with a record say. */
export const UNKNOWN_SHARE_MAX = 0.1

/** All that owners say who earned a record weighs at most this share of what known owners say. */
export const EARNED_SHARE_MAX = 0.25

/** Stories as voices, those of owners with a record by themselves: scoring-3. */
export const byRecord: Hearing = {
  weighAll(signals, view) {
    const [vouched, others] = apart(signals)
    const weighed = byStory.weighAll(vouched, view)
    const known = weighed.filter(({ signal }) => signal.record === 'known')
    const earned = weighed.filter(({ signal }) => signal.record !== 'known')
    const heard = [...known, ...quieterThan(known, earned, EARNED_SHARE_MAX, view)]
    const aside = quieterThan(heard, byStory.weighAll(others, view), UNKNOWN_SHARE_MAX, view)
    return besideTheCompany([...heard, ...aside], view).sort((one, other) =>
      bySummingOrder(one.signal, other.signal),
    )
  },
  countSources: (weighed) => byStory.countSources(countedOf(weighed)),
  countSaid: (weighed) => byStory.countSaid(countedOf(weighed)),
  // What hardly moves a company, as news that says nothing of it, hardly disagrees.
  shareOf: ({ mass }) => mass,
  // A post of nobody makes no old news fresh, and no poor reading sure.
  summariseData(signals, scoring) {
    const [vouched] = apart(signals)
    const { evidenceCount, validDocuments } = byStory.summariseData(vouched, scoring)
    const shown = vouched.length > 0 ? vouched : signals
    return { ...byStory.summariseData(shown, scoring), evidenceCount, validDocuments }
  },
  marksOf: marksOfAll,
}

/** Voices are of the company where one with a record speaks of it: no event of the world is one more of them. */
function countedOf(weighed: readonly WeighedSignal[]): WeighedSignal[] {
  const vouched = weighed.filter(isVouched)
  const own = vouched.filter(({ signal }) => signal.layer === 'company')
  return own.length > 0 ? own : vouched
}

/** Whether the owner who tells a signal has a record. */
function isVouched({ signal }: Pick<WeighedSignal, 'signal'>): boolean {
  return signal.record !== 'none'
}

type ByRecordOptions = {
  hearing?: Hearing
  /** With what has stood for hours by itself. */
  isSeasoned?: boolean
  /** With what rules alone read in the documents that a model read. */
  isByRules?: boolean
}

/** A trend with what those with a record say of it by themselves. */
export function summariseByRecord(
  ticker: string,
  signals: readonly Signal[],
  view: View,
  { hearing = byRecord, isSeasoned = false, isByRules = false }: ByRecordOptions = {},
): Trend {
  const trend = summarise(ticker, signals, view, hearing)
  const [own] = apart(signals)
  const alone = summarise(ticker, own, view, hearing)
  const vouched = vouchedOf(alone, own, view, hearing)
  const isDirected = trend.direction !== 'neutral'
  return {
    ...trend,
    // What is judged is the weaker of the two, so it rests on a layer where either does.
    macroOnly: trend.macroOnly || (isDirected && alone.macroOnly),
    patternOnly: trend.patternOnly || (isDirected && alone.patternOnly),
    data: {
      ...trend.data,
      vouched: {
        ...vouched,
        ...(isSeasoned && seasonOf(alone, own, view, hearing)),
        ...(isByRules && rulesOf(ticker, own, view, hearing)),
      },
    },
  }
}

function apart(signals: readonly Signal[]): [vouched: Signal[], others: Signal[]] {
  const vouched = signals.filter(({ record }) => record !== 'none')
  return [vouched, signals.filter(({ record }) => record === 'none')]
}

/**
 * What some say aside, made so small that in each layer it weighs at most a share of what is heard in it; where
 * those who are heard speak of the company and not in that layer, a share of what it could weigh.
 */
function quieterThan(
  heard: readonly WeighedSignal[],
  aside: readonly WeighedSignal[],
  share: number,
  { scoring }: View,
): WeighedSignal[] {
  const company = massOf(ofLayer(heard, 'company'))
  return LAYERS.flatMap((layer) => {
    const most = massOf(ofLayer(heard, layer)) || company * scoring.layerShare[layer]
    return quieter(ofLayer(aside, layer), most * share)
  })
}

/**
 * The world and rivals beside what is said of the company: each layer weighs at most its share of that, however
 * many events a day brings. Where nothing is said of the company they are heard as they are.
 */
function besideTheCompany(all: readonly WeighedSignal[], { scoring }: View): WeighedSignal[] {
  const company = ofLayer(all, 'company')
  const mass = massOf(company)
  const { macro, competitive } = scoring.layerShare
  return [
    ...company,
    ...quieter(ofLayer(all, 'macro'), mass * macro),
    ...quieter(ofLayer(all, 'competitive'), mass * competitive),
  ]
}

/** With voices made so small that together they weigh at most `most`; as they are where that is 0. */
function quieter(these: readonly WeighedSignal[], most: number): WeighedSignal[] {
  const mass = massOf(these)
  if (most === 0 || mass <= most) return [...these]
  const share = most / mass
  return these.map((each) => ({
    ...each,
    voice: each.voice * share,
    weight: each.weight * share,
    mass: each.mass * share,
  }))
}

function massOf(weighed: readonly WeighedSignal[]): number {
  return roundScore(weighed.reduce((sum, { mass }) => sum + mass, 0))
}
