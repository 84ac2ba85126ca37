import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { nextSession } from '#shared/domain/market/calendar.ts'
import { readDataFeed } from '../../../../services/cli/backtest/read-data-feed.ts'
import { playSignals } from '../../../../services/cli/evaluate/play-signals.ts'
import { evaluateSignals } from '../../../../services/cli/evaluate/signals.ts'

const folder = mkdtempSync(join(tmpdir(), 'stonks-signals-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const dates: string[] = []
for (let at = new Date('2018-01-02T12:00:00Z'); dates.length < 150;) {
  const { date, closesAt } = nextSession(at)
  dates.push(date)
  at = closesAt
}
const TICKERS = ['AAA', 'BBB', 'CCC', 'DDD', 'EEE', 'FFF']
const closeOf = (place: number, at: number) =>
  100 + 10 * Math.sin((at + 7 * place) / (5 + place)) + place

/** Bars of all tickers; those after `until` are written as `change` says. */
function write(name: string, change: (close: number, date: string) => number = (close) => close) {
  const rows = TICKERS.flatMap((ticker, place) =>
    dates.map((date, at) => {
      const close = change(closeOf(place, at), date)
      const open = change(closeOf(place, Math.max(0, at - 1)), date)
      const high = Math.max(open, close) * 1.01
      const low = Math.min(open, close) * 0.99
      return [ticker, date, open, high, low, close, 1_000_000].join(',')
    }),
  )
  const file = join(folder, name)
  writeFileSync(file, ['ticker,date,open,high,low,close,volume', ...rows].join('\n'))
  return file
}
const file = write('bars.csv')
const play = (path: string, to: string) =>
  playSignals(
    readDataFeed(path, { from: dates[110]!, to, tickers: [], ignoresNews: true }),
    dates[110]!,
  )

describe('signals over past prices', () => {
  const run = play(file, dates[149]!)

  test('are asked once a session and company, from the day on that was said', () => {
    expect(run.days.map(({ date }) => date)).toEqual(dates.slice(110))
    const names = [...run.days[0]!.scores.keys()].sort()
    const engine = 'cup_handle elliott fibonacci ma_stack rsi heuristic probabilistic'
    const strategies = 'momentum mean-reversion news-driven ensemble'
    expect(names).toEqual(`${engine} ${strategies}`.split(' ').sort())
    const { heuristic } = run.pipelines
    expect(Object.values(heuristic).reduce((sum, one) => sum + one, 0)).toBe(40 * TICKERS.length)
    expect(run.pipelines.agreed).toBeLessThanOrEqual(run.pipelines.compared)
  })

  test('say the same whatever comes after them', () => {
    const cut = dates[130]!
    const other = write('other.csv', (close, date) => (date > cut ? close * 1.3 : close))
    const upTo = (played: typeof run) => played.days.filter(({ date }) => date <= cut)
    expect(upTo(play(other, dates[149]!))).toEqual(upTo(run))
    expect(upTo(play(file, cut))).toEqual(upTo(run))
  })
})

test('the command takes a folder and two days', () => {
  expect(() => evaluateSignals([])).toThrow('--data')
  expect(() => evaluateSignals(['--data', file, '--from', '2018'])).toThrow('--from and --to')
})
