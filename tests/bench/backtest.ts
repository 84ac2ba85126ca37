/**
 * Bars in a second of processor time of one backtest: two crossing means over one long series, all money in, whole shares, a commission,
 * ours against backtesting.py. Both must come to the same money, drawdown and share won, and make each trade alike. Turn and turn about, medians.
 */

import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { noCosts } from '#shared/domain/backtest/costs.ts'
import { runBacktest } from '#shared/domain/backtest/engine.ts'
import type { BacktestFeed } from '#shared/domain/backtest/feed.ts'
import { measureRun } from '#shared/domain/backtest/measures.ts'
import { backtestDefaults } from '#shared/domain/backtest/settings.ts'
import { randomOf } from '#shared/domain/statistics/chance.ts'
import type { Strategy } from '#shared/domain/strategy/strategy.ts'
import { simpleMean } from '#shared/domain/technical/indicators/averages.ts'
import { median } from './median.ts'

const BARS = 60_000
const TURNS = 5
/** Runs until the machine code of ours is made, as in a process that runs many; Python makes none. */
const WARM_UP = 4
const NEEDS = 'backtesting==0.6.6'
const CASH = '1000000'

/** First and last bar, shares, dollars made. */
type MadeTrade = [number, number, number, number]
/** What a run took and came to; of its trades those that have ended. */
type Peer = {
  seconds: number
  equity: number
  winRate: number
  drawdownMax: number
  trades: MadeTrade[]
}

export function bench() {
  const python = pythonWithPeer()
  const feed = longFeed()
  const folder = mkdtempSync(join(tmpdir(), 'bench-backtest-'))
  try {
    const file = join(folder, 'bars.csv')
    writeFileSync(file, csvOf(feed))
    for (let run = 0; run < WARM_UP; run += 1) runOurs(feed)
    const took = { ours: [] as number[], peer: [] as number[] }
    for (let turn = 0; turn < TURNS; turn += 1) {
      const own = runOurs(feed)
      const other = runPeer(python, file)
      requireEqual(own, other)
      took.ours.push(own.seconds)
      took.peer.push(other.seconds)
    }
    const [ours, peer] = [took.ours, took.peer].map((all) => Math.round(BARS / median(all))) as [
      number,
      number,
    ]
    return { name: 'backtest', ours, peer, ratio: ours / peer, unit: 'bars/s of processor' }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function runOurs(feed: BacktestFeed): Peer {
  const costs = { ...noCosts, feeBps: 10 }
  const from = feed.sessions[0]!.date
  const account = { cash: CASH, costs, volumeShareMax: 1, sizesAtOpen: true }
  const began = process.cpuUsage()
  const run = runBacktest(crossing, feed, { ...backtestDefaults, ...account, from })
  const { drawdownMax } = measureRun(run, CASH, { count: 1 })
  const { user, system } = process.cpuUsage(began)
  const seconds = (user + system) / 1e6
  const trades = run.trades
    .filter(({ isOpen }) => !isOpen)
    .map((one): MadeTrade => [one.entry, one.exit, Number(one.quantity), Number(one.profit)])
  const winRate = trades.filter(([, , , profit]) => profit > 0).length / trades.length
  return { seconds, equity: run.equity.at(-1)!, winRate, drawdownMax, trades }
}

/** @throws Error naming the first number that is not the same; dollars to the cent, shares to a billionth. */
function requireEqual(own: Peer, other: Peer): void {
  const hold = (what: string, ours: number, theirs: number, within: number) => {
    if (!(Math.abs(ours - theirs) <= within))
      throw new Error(`Compare with backtesting.py: of ${what} ours is ${ours}, its ${theirs}`)
  }
  hold('trades', own.trades.length, other.trades.length, 0)
  for (const [at, [entry, exit, shares, profit]] of own.trades.entries()) {
    const theirs = other.trades[at]!
    hold(`the first bar of trade ${at}`, entry, theirs[0], 0)
    hold(`the last bar of trade ${at}`, exit, theirs[1], 0)
    hold(`the shares of trade ${at}`, shares, theirs[2], 0)
    hold(`the profit of trade ${at}`, profit, theirs[3], 0.01)
  }
  hold('equity', own.equity, other.equity, 0.01)
  hold('share won', own.winRate, other.winRate, 1e-9)
  hold('drawdown', own.drawdownMax, other.drawdownMax, 1e-9)
}

const crossing: Strategy = {
  name: 'crossing',
  summary: '',
  limits: { positionPctMax: 1, exposurePctMax: 1, positionsMax: 1, stopPct: 0 },
  open() {
    const [near, far] = [simpleMean(50), simpleMean(200)]
    let wasAbove: boolean | undefined
    return ({ bars, holdings }) => {
      const { close, ticker } = bars[0]!
      const [short, long] = [near(close), far(close)]
      const isAbove = short > long
      const before = wasAbove
      wasAbove = Number.isNaN(long) ? undefined : isAbove
      if (before === undefined || before === isAbove || isAbove === holdings.has(ticker)) return []
      return [{ ticker, weight: isAbove ? 1 : 0, why: 'crossed' }]
    }
  },
}

/** Days follow each other without weekends: neither side looks at the calendar. */
function longFeed(): BacktestFeed {
  const random = randomOf(5)
  const cents = (price: number) => Math.round(price * 100) / 100
  let last = 100
  const sessions = Array.from({ length: BARS }, (_, at) => {
    const closesAt = new Date(Date.UTC(1900, 0, 1 + at, 21))
    const date = closesAt.toISOString().slice(0, 10)
    const open = cents(last * (1 + (random() - 0.5) / 100))
    const close = cents(Math.max(5, open * Math.exp((random() - 0.4995) / 25)))
    last = close
    const [high, low] = [cents(Math.max(open, close) * 1.003), cents(Math.min(open, close) * 0.997)]
    const bar = {
      ticker: 'AAA',
      date,
      knownAt: closesAt,
      open,
      high,
      low,
      close,
      volume: 1e9,
      basis: 1,
    }
    return { date, opensAt: closesAt, closesAt, bars: [bar], news: [], splits: [], dividends: [] }
  })
  return { tickers: ['AAA'], sessions }
}

function csvOf({ sessions }: BacktestFeed): string {
  const rows = sessions.flatMap(({ bars }) =>
    bars.map(({ date, open, high, low, close, volume }) =>
      [date, open, high, low, close, volume].join(),
    ),
  )
  return ['Date,Open,High,Low,Close,Volume', ...rows].join('\n')
}

function runPeer(python: string, file: string): Peer {
  const script = fileURLToPath(new URL('peer/backtesting-peer.py', import.meta.url))
  const run = spawnSync(python, [script, file], { encoding: 'utf8' })
  if (run.status !== 0) throw new Error(`Run backtesting.py: ${run.stderr.trim()}`)
  return JSON.parse(run.stdout) as Peer
}

/**
 * A Python with the peer, in a folder of its own that is made when first asked for.
 *
 * @throws Error saying what is missing.
 */
function pythonWithPeer(): string {
  const home = fileURLToPath(new URL('peer/node_modules/.python', import.meta.url))
  const python = join(home, 'bin', 'python')
  const has = () => spawnSync(python, ['-c', 'import backtesting']).status === 0
  if (existsSync(python) && has()) return python
  if (spawnSync('python3', ['-m', 'venv', home], { stdio: ['ignore', 2, 2] }).status !== 0)
    throw new Error('Compare with backtesting.py: skipped, this machine has no Python 3 with venv')
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', NEEDS]
  if (spawnSync(python, pip, { stdio: ['ignore', 2, 2] }).status !== 0 || !has())
    throw new Error(`Compare with backtesting.py: skipped, pip could not install ${NEEDS}`)
  return python
}
