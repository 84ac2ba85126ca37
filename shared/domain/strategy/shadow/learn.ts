/**
 * A step of learning: closed trades move the weights of the ensemble a little towards those that earned.
 *
 * A bandit with guardrails. Each trade counts in one step; a strategy with too few new trades keeps its weight and its
 * trades wait; no weight moves far, none falls under a floor, and their sum stays 1.
 *
 * Source: docs/FORMULAS.md, Learning of weights.
 */

import {
  MEMBER_STRATEGIES,
  type LearningCode,
  type MemberStrategy,
} from '../../../contracts/strategy-words.ts'

export const learningDefaults = {
  /** How far a step goes from a weight towards its reward. */
  rate: 0.1,
  /** What a trade counts, for each later day on which some closed: those of one day count alike. */
  decay: 0.95,
  /** New closed trades under which nothing moves; and credits of them under which a strategy is not judged. */
  tradesMin: 20,
  creditsMin: 5,
  /** The most that a weight may move, and the least that it may be. */
  shiftMax: 0.1,
  weightMin: 0.05,
}

/** By strategy: whose names are in it are those that learn. */
export type MemberWeights = Readonly<Record<MemberStrategy, number>>

/** Those that learn: the product's in their order, then those of one's own by name. */
export function membersOf(weights: MemberWeights): MemberStrategy[] {
  const place = (name: string) => ORDER.indexOf(name) + 1 || ORDER.length + 1
  return Object.keys(weights).sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1))
}
const ORDER: readonly string[] = MEMBER_STRATEGIES

/** A closed trade that has not counted yet. */
export type NewTrade = {
  tradeId: string
  exitedOn: string
  /** Shares of 1 by strategy. */
  credits: Readonly<Partial<Record<MemberStrategy, number>>>
  /** What it made after costs, over what was paid. */
  made: number
}

/** What a step made of one strategy: credited trades, their weighted mean, and the weight that would reward it. */
export type StrategyReward = { trades: number; made: number | null; reward: number | null }

export type LearningStep = {
  code: LearningCode
  /** Ids of the trades that count in it. */
  counted: string[]
  after: MemberWeights
  rewards: Readonly<Record<MemberStrategy, StrategyReward>>
  /** As how many trades of one day those of each strategy count, once older ones count less. */
  effective: Readonly<Record<MemberStrategy, number>>
}

/** @param before weights whose sum is 1, none under the floor. */
export function learnFrom(
  trades: readonly NewTrade[],
  before: MemberWeights,
  settings = learningDefaults,
): LearningStep {
  const { tradesMin, creditsMin, rate } = settings
  const members = membersOf(before)
  const scores = scoresOf(trades, members, settings.decay)
  const judged = members.filter((name) => scores[name]!.trades >= creditsMin)
  const effective = eachOf(members, (name) => scores[name]!.effective)
  const unmoved = {
    counted: [] as string[],
    after: before,
    rewards: withRewards(scores, {}),
    effective,
  }
  if (trades.length < tradesMin) return { ...unmoved, code: 'too_few_trades' }
  if (judged.length < 2) return { ...unmoved, code: 'nothing_to_compare' }
  const counted = trades
    .filter(({ credits }) => judged.some((name) => (credits[name] ?? 0) > 0))
    .map(({ tradeId }) => tradeId)
  const earned = judged.map((name) => Math.max(0, scores[name]!.made ?? 0))
  const all = sumOf(earned)
  if (all === 0) return { ...unmoved, counted, code: 'nothing_earned' }
  // What is judged shares out among itself what it has: the others are neither rewarded nor taxed.
  const mass = sumOf(judged.map((name) => before[name]!))
  const rewards = Object.fromEntries(
    judged.map((name, place) => [name, (mass * earned[place]!) / all]),
  ) as Partial<Record<MemberStrategy, number>>
  const wanted = members.map(
    (name) => (1 - rate) * before[name]! + rate * (rewards[name] ?? before[name]!),
  )
  const after = withinBounds(wanted, before, settings)
  const isMoved = members.some((name) => Math.abs(after[name]! - before[name]!) > TINY)
  return {
    code: isMoved ? 'weights_moved' : 'weights_unchanged',
    counted,
    after: isMoved ? after : before,
    rewards: withRewards(scores, rewards),
    effective,
  }
}

/** Less than this is no move. */
const TINY = 1e-9

type Score = Omit<StrategyReward, 'reward'> & { effective: number }
type Scores = Readonly<Record<MemberStrategy, Score>>

/**
 * Trades of the newest day count whole. Within a day nothing tells which closed first, so the decay goes by days: by
 * places it would be the ids that decide what a trade counts.
 */
function scoresOf(
  trades: readonly NewTrade[],
  members: readonly MemberStrategy[],
  decay: number,
): Scores {
  const days = [...new Set(trades.map(({ exitedOn }) => exitedOn))].sort().toReversed()
  const countsOf = new Map(days.map((day, back) => [day, decay ** back]))
  return eachOf(members, (name) => {
    let [credits, mass, squares, sum] = [0, 0, 0, 0]
    for (const { credits: shares, exitedOn, made } of trades) {
      const share = shares[name] ?? 0
      const counts = share * countsOf.get(exitedOn)!
      credits += share
      mass += counts
      squares += counts ** 2
      sum += counts * made
    }
    const isCredited = mass > 0
    return {
      trades: credits,
      made: isCredited ? sum / mass : null,
      effective: isCredited ? mass ** 2 / squares : 0,
    }
  })
}

function withRewards(
  scores: Scores,
  rewards: Partial<Record<MemberStrategy, number>>,
): LearningStep['rewards'] {
  return eachOf(Object.keys(scores), (name) => {
    const { trades, made } = scores[name]!
    return { trades, made, reward: rewards[name] ?? null }
  })
}

function eachOf<Value>(
  members: readonly MemberStrategy[],
  valueOf: (name: MemberStrategy) => Value,
): Record<MemberStrategy, Value> {
  return Object.fromEntries(members.map((name) => [name, valueOf(name)] as const))
}

/**
 * The nearest weights that keep to floor and shift with a sum of 1: all are raised or lowered alike and cut at their
 * bounds. There always are such, since `before` itself is.
 */
function withinBounds(
  wanted: readonly number[],
  before: MemberWeights,
  { shiftMax, weightMin }: typeof learningDefaults,
): MemberWeights {
  const members = membersOf(before)
  const bounds = members.map((name) => ({
    low: Math.max(weightMin, before[name]! - shiftMax),
    high: before[name]! + shiftMax,
  }))
  const cut = (raised: number) =>
    wanted.map((weight, place) => {
      const { low, high } = bounds[place]!
      return Math.min(high, Math.max(low, weight + raised))
    })
  let [down, up] = [-1, 1]
  for (let halving = 0; halving < HALVINGS; halving += 1) {
    const middle = (down + up) / 2
    if (sumOf(cut(middle)) < 1) down = middle
    else up = middle
  }
  const found = cut((down + up) / 2)
  return Object.fromEntries(members.map((name, place) => [name, found[place]!]))
}

const HALVINGS = 60

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0)
}
