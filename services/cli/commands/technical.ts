/** `stonks technical`: what prices alone say of a ticker. */

import { newYorkDate, newYorkInstant, shiftDate } from '#shared/domain/market/calendar.ts'
import {
  evaluateTechnically,
  type TechnicalEvaluation,
} from '#shared/domain/technical/evaluation.ts'
import { longFrames } from '#shared/domain/technical/long-frames.ts'
import { tiers } from '#shared/domain/trading/tiers.ts'
import { openClock } from '#shared/host/clock.ts'
import { readBarsBefore } from '#shared/sql/market/bars.ts'
import { openPostgres } from '#shared/sql/open.ts'
import { readArgs, UsageError, type Command, type ExitCode } from '../command.ts'
import { dayOf } from '../lake/backfill.ts'
import { formatTable } from '../table.ts'

/** Four years: 200 weeks, and months as far as they go. */
const DAYS_MAX = 1_040
const TIERS = Object.keys(tiers) as (keyof typeof tiers)[]

export const command: Command = {
  name: 'technical',
  summary: 'show what prices alone say of a ticker',
  help: `Usage: stonks technical TICKER [--by DAY] [--tier NAME] [--json]

Reads five signals (Fibonacci, stack of means, RSI, cup and handle, Elliott waves) on bars of days, weeks and
months, and judges what fires on two of them, a day or longer, in two ways: by a sum of scores, and by chance
(docs/FORMULAS.md, Signal engine). News, the world and rivals have no part in it. Nothing is traded by it.

Options
  --by DAY     with the prices that were known by the end of this day (default: now)
  --tier NAME  whose targets are reckoned with: ${TIERS.join(', ')} (default moderate)
  --json       print one JSON object

Exit codes: 1 where there are no prices, 2 wrong use.

Example
  stonks technical AAPL --by 2019-05-31`,
  async run(args) {
    const { values, positionals } = readArgs(args, {
      allowPositionals: true,
      options: {
        by: { type: 'string' },
        tier: { type: 'string', default: 'moderate' },
        json: { type: 'boolean', default: false },
      },
    })
    const [ticker, ...surplus] = positionals
    if (ticker === undefined || surplus.length > 0)
      throw new UsageError('technical takes one ticker')
    const tier = TIERS.find((name) => name === values.tier)
    if (!tier) throw new UsageError(`--tier takes ${TIERS.join(', ')}, found "${values.tier}"`)
    return evaluate(ticker.toUpperCase(), momentOf(values.by), tier, values.json)
  },
}

function momentOf(by: string | undefined): Date {
  try {
    const day = dayOf(by)
    return day === undefined ? openClock().now() : newYorkInstant(shiftDate(day, 1), '00:00')
  } catch (cause) {
    throw new UsageError(`--by: ${(cause as Error).message}`, { cause })
  }
}

async function evaluate(
  ticker: string,
  asOf: Date,
  tier: keyof typeof tiers,
  json: boolean,
): Promise<ExitCode> {
  const sql = openPostgres(undefined, 1)
  try {
    const bars = await readBarsBefore(sql, ticker, DAYS_MAX, asOf)
    const last = bars.at(-1)
    if (!last) {
      process.stderr.write(
        `${ticker}: no daily prices were known by ${newYorkDate(new Date(asOf.getTime() - 1))}\n`,
      )
      return 1
    }
    const days = bars.map(({ sessionDate: date, high, low, close, volume }) => ({
      date,
      high: Number(high),
      low: Number(low),
      close: Number(close),
      volume: Number(volume),
    }))
    const { rewardRisk } = tiers[tier]
    const told = evaluateTechnically(longFrames(days), { macro: 0, competitive: 0 }, [
      rewardRisk,
      2 * rewardRisk,
    ])
    if (json)
      console.log(JSON.stringify({ ticker, date: last.sessionDate, bars: days.length, ...told }))
    else console.log(describe(ticker, last.sessionDate, days.length, told))
    return 0
  } finally {
    await sql.end({ timeout: 2 })
  }
}

function describe(
  ticker: string,
  date: string,
  bars: number,
  { signals, confluences, regime, heuristic, probabilistic, difference }: TechnicalEvaluation,
): string {
  const number = (value: number) => value.toFixed(2)
  const rows = signals.map(({ frame, name, direction, strength, confidence }) => [
    frame,
    name,
    direction,
    number(strength),
    number(confidence),
  ])
  const together = confluences.map(
    ({ name, direction, score, frames }) =>
      `${name} on ${frames.join(', ')}: ${direction}, score ${number(score)}`,
  )
  return [
    `${ticker} at the close of ${date}, ${bars} daily bars, ${regime.regime.replaceAll('_', ' ')}`,
    signals.length === 0
      ? 'No signal fires.'
      : formatTable(['frame', 'signal', 'direction', 'strength', 'confidence'], rows),
    together.length === 0 ? 'None fires on two frames.' : together.join('\n'),
    `scores: ${heuristic.verdict}, total ${number(heuristic.total)}, confidence ${number(heuristic.confidence)}${why(heuristic.codes)}`,
    `chance: ${probabilistic.verdict}, rises with ${number(probabilistic.up)}, entropy ${number(probabilistic.entropy)}, reward ${number(probabilistic.reward)}${why(probabilistic.codes)}`,
    ...(difference ? [difference.replaceAll('_', ' ')] : []),
  ].join('\n')
}

const why = (codes: readonly string[]) => (codes.length === 0 ? '' : ` (${codes.join(', ')})`)
