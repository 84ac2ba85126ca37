/** Once a day moves the weights of the strategies by the trades on paper that closed since, or says why not. */

import {
  learnFrom,
  learningDefaults,
  type LearningStep,
} from '#shared/domain/strategy/shadow/learn.ts'
import type { Sql } from '#shared/sql/open.ts'
import { readLastStep, readNewTrades, saveStep } from '#shared/sql/strategy/learning.ts'
import { readShadowMode } from '#shared/sql/risk/shadow-setting.ts'
import { readWeights } from '#shared/sql/strategy/weights.ts'
import type { Duty } from './duty.ts'

export function learningDuty({ sql }: { sql: Sql }): Duty {
  return {
    name: 'strategy_learning',
    says: 'moves the weights of strategies by trades on paper that closed, while they are on',
    cadence: 'each_day',
    backOff: { seconds: 60, secondsMax: 900 },
    deadlineMs: 20_000,
    async run({ now }) {
      if ((await readShadowMode(sql, 'strategies')) === 'off') return 'nothing'
      const [before, last] = await Promise.all([readWeights(sql), readLastStep(sql)])
      const trades = await readNewTrades(sql, before.weights)
      if (trades.length === 0) return 'nothing'
      const step = learnFrom(trades, before.weights)
      const waiting = trades.length
      // What was said already is not said again while nothing came in.
      const isKnown = step.counted.length === 0 && last?.waiting === waiting
      if (isKnown && last.code === step.code) return 'nothing'
      const taken = { ...step, before, waiting, why: whyOf(step, waiting) }
      return async (tx) => ((await saveStep(tx, taken, now)) ? 1 : 0)
    },
  }
}

function whyOf({ code, counted, rewards, effective }: LearningStep, waiting: number): string {
  const { tradesMin, creditsMin } = learningDefaults
  if (code === 'too_few_trades')
    return `${waiting} new closed trades: a step takes ${tradesMin} or more`
  if (code === 'nothing_to_compare')
    return `of ${waiting} new closed trades two strategies need ${creditsMin} each: they wait`
  const made = Object.entries(rewards)
    .flatMap(([name, { trades, made: mean }]) => {
      if (mean === null) return []
      return [
        `${name} ${(mean * 100).toFixed(2)} % a trade over ${trades.toFixed(1)} that count as ${effective[name]!.toFixed(1)}`,
      ]
    })
    .join(', ')
  const ends = {
    weights_moved: 'weights moved towards what earned',
    weights_unchanged: 'what earned has its weight already',
    nothing_earned: 'none earned anything, so none is preferred',
  }
  return `${counted.length} trades counted: ${made}; ${ends[code]}`
}
