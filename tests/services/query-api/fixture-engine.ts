/** What the small day's signal engine said: agreement, a difference, a shut filter and a pipeline that failed. */

import { evaluateInBoth, type EngineOutput } from '#shared/domain/signal-engine/evaluate.ts'
import { normaliseInput, type EngineFacts } from '#shared/domain/signal-engine/input.ts'
import { newYorkDate, shiftDate } from '#shared/domain/market/calendar.ts'
import type { Sql } from '#shared/sql/open.ts'
import { saveOutput } from '#shared/sql/signal-engine/outputs.ts'
import { minutesAgo, NOW } from './fixture-base.ts'

const rising: EngineFacts = {
  days: Array.from({ length: 260 }, (_, place) => {
    const close = 100 * 1.003 ** place + 4 * Math.sin(place / 7)
    const date = shiftDate(newYorkDate(NOW), place - 260)
    return { date, high: close + 1, low: close - 1, close, volume: 1e6 }
  }),
  minutes: {},
  macroBias: 0.1,
  competitive: null,
  priceToEarnings: 22,
  sectorMedian: 18,
  sessionsToEarnings: null,
  isEarningsKnown: true,
  hitRates: new Map([['rsi', { sessions: 34, share: 0.55 }]]),
}

export async function fillEngine(sql: Sql): Promise<void> {
  const said = evaluateInBoth(normaliseInput(rising))
  const differing: EngineOutput = {
    ...said,
    probabilistic: {
      said: { ...said.probabilistic.said!, verdict: 'buy', codes: [] },
      fault: null,
    },
    heuristic: { said: { ...said.heuristic.said!, verdict: 'watch' }, fault: null },
    agreement: false,
    difference: 'probabilistic_buy_heuristic_disagrees',
  }
  const failed = evaluateInBoth(normaliseInput(rising), {
    heuristic: () => {
      throw new RangeError('expected bars of one length, found two')
    },
    probabilistic: () => said.probabilistic.said!,
  })
  const shut = evaluateInBoth(normaliseInput({ ...rising, sessionsToEarnings: 2 }))
  const all = [
    ['AAPL', said, 1_500],
    ['AAPL', said, 60],
    ['MSFT', differing, 60],
    ['JPM', failed, 59],
    ['XOM', shut, 58],
  ] as const
  // Of MSFT they had differed before, day after day.
  for (let day = 11; day > 0; day -= 1)
    await sql.begin((tx) =>
      saveOutput(tx, {
        ticker: 'MSFT',
        evaluatedAt: minutesAgo(day * 1_440),
        mode: 'shadow',
        output: { ...differing, bars: differing.bars - day },
      }),
    )
  for (const [ticker, output, minutes] of all)
    await sql.begin((tx) =>
      saveOutput(tx, {
        ticker,
        evaluatedAt: minutesAgo(minutes),
        mode: 'shadow',
        output: { ...output, bars: output.bars - (minutes > 1_000 ? 1 : 0) },
      }),
    )
}
