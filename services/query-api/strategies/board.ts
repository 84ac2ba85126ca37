/** Strategies with their weights and records, and what learning made beside equal weights. */

import type { StrategyBoard } from '#shared/contracts/api/strategy-weights.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import type { MemberStrategy } from '#shared/contracts/strategy-words.ts'
import { add } from '#shared/domain/money.ts'
import { besideEqual, strategyRecord } from '#shared/domain/strategy/shadow/compare.ts'
import { learningDefaults } from '#shared/domain/strategy/shadow/learn.ts'
import { shadowStrategies } from '#shared/domain/strategy/shadow/say.ts'
import type { Db } from '#shared/sql/open.ts'
import { readNewTrades } from '#shared/sql/strategy/learning.ts'
import { countStanding, readTradeDays } from '#shared/sql/strategy/trade-days.ts'
import { firstWeights, readWeights, readWeightsOf } from '#shared/sql/strategy/weights.ts'

export async function readStrategyBoard(db: Db, now: Date): Promise<Served<StrategyBoard>> {
  const [{ version, weights }, days, standing, fresh] = await Promise.all([
    readWeights(db),
    readTradeDays(db, now),
    countStanding(db),
    readNewTrades(db),
  ])
  const versions = await readWeightsOf(db, [...new Set(days.map((day) => day.version))])
  const strategies = [...shadowStrategies(new Map())].map(([strategy, { summary }]) => {
    const own = days.filter((day) => day.strategy === strategy)
    const count = (state: 'waiting' | 'open') =>
      standing.find((row) => row.strategy === strategy && row.state === state)?.count ?? 0
    return {
      strategy,
      summary,
      weight: weights[strategy as MemberStrategy] ?? null,
      equalWeight: firstWeights.weights[strategy as MemberStrategy] ?? null,
      waiting: count('waiting'),
      open: count('open'),
      record: { ...strategyRecord(own), profit: add(...own.map(({ profit }) => profit)) },
    }
  })
  return {
    version,
    strategies,
    beside: besideEqual(days, versions),
    newTrades: fresh.length,
    stepTakes: learningDefaults.tradesMin,
  }
}
