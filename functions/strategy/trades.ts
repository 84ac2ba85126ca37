/** What became of what strategies said of a ticker, as trades on paper, and whose doing each is. */

import type { ShadowStrategy } from '#shared/contracts/strategy-words.ts'
import { creditsOf } from '#shared/domain/strategy/shadow/credits.ts'
import {
  followedOwn,
  followStrategy,
  type FollowedStrategy,
} from '#shared/domain/strategy/shadow/follow.ts'
import { membersOf } from '#shared/domain/strategy/shadow/learn.ts'
import { shadowStrategies } from '#shared/domain/strategy/shadow/say.ts'
import type { SaidAt } from '#shared/sql/strategy/outputs.ts'
import type { CreditedTrade, StandingTrade } from '#shared/sql/strategy/trades.ts'
import type { SaidAndSessions } from './gather.ts'

type Past = {
  /** A session at whose close those held nothing that have no trade standing. */
  flat: string
  standing: readonly StandingTrade[]
  /** Since the earliest of all that. */
  saidBefore: readonly SaidAt[]
}

/** Null where bars behind a trade that stands are kept back: it stays as it is. */
export function followAll(
  { sessions, isWhole, evaluated, own }: SaidAndSessions,
  { flat, standing, saidBefore }: Past,
  decidedOn: string,
): CreditedTrade[] | null {
  const { ticker, weights } = evaluated
  const begins = sessions[0]!.date
  const isCut = standing.some((trade) => trade.decidedOn < begins)
  if (isCut && !isWhole) return null
  const now = evaluated.said.map(({ strategy, reading, weight }) => {
    return { strategy, reading, weight, decidedOn, version: weights.version }
  })
  const said = [...saidBefore, ...now]
  const strategies: FollowedStrategy[] = [
    ...shadowStrategies(new Map(Object.entries(weights.weights))).values(),
    ...own.map(followedOwn),
  ]
  // Of one that is asked no more nothing is said: what it holds stays with its stop.
  for (const { strategy: name } of standing)
    if (!strategies.some((one) => one.name === name))
      strategies.push({ name, summary: '', readingMin: 0, weight: 1 })
  const members = membersOf(weights.weights)
  return strategies.flatMap((strategy) => {
    const { name } = strategy
    const from = standing.find((trade) => trade.strategy === name)?.decidedOn ?? flat
    return followStrategy({ ticker, strategy, sessions, ...saidOf(said, name), from }).map(
      (trade) => {
        const then = said.filter((one) => one.decidedOn === trade.decidedOn)
        const version = then.findLast((one) => one.strategy === name)?.version ?? weights.version
        return { ...trade, strategy: name, version, credits: creditsOf(name, then, members) }
      },
    )
  })
}

/** Of two that were said for one open the later counts. */
function saidOf(said: readonly SaidAt[], name: ShadowStrategy) {
  const [readings, weights] = [new Map<string, number>(), new Map<string, number>()]
  for (const { strategy, decidedOn, reading, weight } of said) {
    if (strategy !== name) continue
    readings.set(decidedOn, reading)
    if (weight === null) weights.delete(decidedOn)
    else weights.set(decidedOn, weight)
  }
  return { readings, weights }
}
