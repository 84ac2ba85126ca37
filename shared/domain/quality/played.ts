/**
 * Scores that were made of past prices, session by session, held against what prices then did: how often the sign was
 * right, and the rank correlation of each day, with intervals by whole days and the chance that luck looks as good.
 *
 * Source: docs/FORMULAS.md, Edge.
 */

import type { Interval } from '../statistics/day-bootstrap.ts'
import { meanInterval } from '../statistics/day-bootstrap.ts'
import { chanceOfBest, edgeOf, edgeOver, type MeanEdge, type Scores } from './edge.ts'
import { movesOver, type PricedSession } from './returns.ts'
import { runDaysOf } from './run-days.ts'

export type PlayedDay = {
  /** At whose close the scores were made. */
  date: string
  /** By name: the centre, at which a score says neither up nor down, is 0. */
  scores: ReadonlyMap<string, Scores>
}

export type ScoreHeld = {
  name: string
  /** Sessions from the open after the close at which it was known to the close that is looked at. */
  horizon: number
  /** How often the sign was that of the move, less the mean of all companies: the mean of the days' shares. */
  hits: { samples: number; days: number; share: number | null; interval: Interval | null }
  edge: MeanEdge
  /** That the best of all that were tried looks as good by luck alone; null where the days are too few. */
  luck: number | null
}

/** `sessions` are all dates in order; a day whose horizon lies beyond them says nothing. */
export function holdAgainstPrices(
  days: readonly PlayedDay[],
  bars: ReadonlyMap<string, ReadonlyMap<string, PricedSession>>,
  { sessions, horizons }: { sessions: readonly string[]; horizons: readonly number[] },
): ScoreHeld[] {
  const names = [...new Set(days.flatMap(({ scores }) => [...scores.keys()]))]
  const tried = names.length * horizons.length
  return horizons.flatMap((horizon) => {
    const held = days.flatMap(({ date, scores }) => {
      const at = sessions.indexOf(date)
      const [from, to] = [sessions[at + 1], sessions[at + horizon]]
      return at < 0 || !from || !to ? [] : [{ scores, moves: movesOver(bars, from, to) }]
    })
    return names.map((name): ScoreHeld => {
      const own = held.flatMap(({ scores, moves }) => {
        const said = scores.get(name)
        return said ? [{ said, moves }] : []
      })
      const ics = own.flatMap(({ said, moves }) => edgeOf(said, moves)?.ic ?? [])
      const runDays = runDaysOf(name, horizon)
      const edge = edgeOver(ics, runDays)
      const luck = edge.chance === null ? null : chanceOfBest(edge.chance, tried)
      return { name, horizon, hits: hitsOf(own, runDays), edge, luck }
    })
  })
}

type Held = { said: Scores; moves: ReadonlyMap<string, number> }

/** Of a score of 0, and a price that did as all others, nothing is right or wrong. */
function hitsOf(held: readonly Held[], runDays: number): ScoreHeld['hits'] {
  let samples = 0
  const shares: number[] = []
  for (const { said, moves } of held) {
    const told = [...said].flatMap(([ticker, score]) => {
      const move = moves.get(ticker)
      return score === 0 || !move ? [] : [score > 0 === move > 0]
    })
    if (told.length === 0) continue
    samples += told.length
    shares.push(told.filter(Boolean).length / told.length)
  }
  const days = shares.length
  const share = days === 0 ? null : shares.reduce((sum, one) => sum + one, 0) / days
  return { samples, days, share, interval: meanInterval(shares, runDays) }
}
