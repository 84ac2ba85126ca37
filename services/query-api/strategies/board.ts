/** Strategies with their weights and records, and what learning made beside equal weights. */

import type { StrategyBoard } from '#shared/contracts/api/strategy-weights.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import { add } from '#shared/domain/money.ts'
import { besideEqual, strategyRecord } from '#shared/domain/strategy/shadow/compare.ts'
import { learningDefaults } from '#shared/domain/strategy/shadow/learn.ts'
import { shadowStrategies } from '#shared/domain/strategy/shadow/say.ts'
import type { Db } from '#shared/sql/open.ts'
import { readNewTrades } from '#shared/sql/strategy/learning.ts'
import { countStanding, readTradeDays } from '#shared/sql/strategy/trade-days.ts'
import { listOwnStrategies, type OwnStrategy } from '#shared/sql/strategy/own.ts'
import { readWeights, readWeightsOf } from '#shared/sql/strategy/weights.ts'

export async function readStrategyBoard(db: Db, now: Date): Promise<Served<StrategyBoard>> {
  const { version, weights } = await readWeights(db)
  const [days, standing, fresh, own] = await Promise.all([
    readTradeDays(db, now),
    countStanding(db),
    readNewTrades(db, weights),
    listOwnStrategies(db),
  ])
  const versions = await readWeightsOf(db, [...new Set(days.map((day) => day.version))])
  const equalWeight = 1 / Object.keys(weights).length
  const strategies = namedIn({ days, standing, own }).map(({ name: strategy, summary }) => {
    const made = days.filter((day) => day.strategy === strategy)
    const count = (state: 'waiting' | 'open') =>
      standing.find((row) => row.strategy === strategy && row.state === state)?.count ?? 0
    return {
      strategy,
      summary,
      weight: weights[strategy] ?? null,
      equalWeight: strategy in weights ? equalWeight : null,
      waiting: count('waiting'),
      open: count('open'),
      record: { ...strategyRecord(made), profit: add(...made.map(({ profit }) => profit)) },
    }
  })
  return {
    version,
    strategies,
    beside: besideEqual(days, versions),
    newTrades: fresh.length,
    stepTakes: learningDefaults.tradesMin,
    own: own.map(({ file, name, summary, fault, foundAt, goneAt }) => {
      return { file, name, summary, fault, foundAt, goneAt }
    }),
  }
}

type Named = { name: string; summary: string }

/** The product's, those of one's own that are asked, and whose trades are there still. */
function namedIn({
  days,
  standing,
  own,
}: {
  days: readonly { strategy: string }[]
  standing: readonly { strategy: string }[]
  own: readonly OwnStrategy[]
}): Named[] {
  const named = new Map<string, string>()
  for (const [name, { summary }] of shadowStrategies(new Map())) named.set(name, summary)
  const asked = own.filter(({ fault, goneAt }) => fault === null && goneAt === null)
  for (const { name, summary } of asked) if (name !== null) named.set(name, summary)
  const gone = new Set([...days, ...standing].map(({ strategy }) => strategy))
  for (const name of [...gone].sort()) if (!named.has(name)) named.set(name, 'asked no more')
  return [...named].map(([name, summary]) => ({ name, summary }))
}
