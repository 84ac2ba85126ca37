/** What strategies say of a ticker and what that makes on paper, over a real record, as the role that they come in. */

import { beforeEach, describe, expect, test } from 'vitest'
import { runBacktest } from '#shared/domain/backtest/engine.ts'
import { backtestDefaults } from '#shared/domain/backtest/settings.ts'
import { newYorkInstant, sessionOf, shiftDate } from '#shared/domain/market/calendar.ts'
import { shadowFeed, type ShadowBar } from '#shared/domain/strategy/shadow/feed.ts'
import { strategies } from '#shared/domain/strategy/strategies.ts'
import type { TickerNews } from '#shared/domain/strategy/strategy.ts'
import { deriveId } from '#shared/host/ids.ts'
import { strategy } from '../../../functions/strategy/handler.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { putDocument, putCompany } from '../../helpers/signals.ts'
import { putBars, wavyBars } from '../../helpers/strategy-bars.ts'

const { sql, as } = await cloneDatabase()
const own = as('stonks_functions')
const bars = wavyBars(200, 3)
const LAST = bars.at(-1)!.date
/** In the night after a session. */
const nightAfter = (date: string) => newYorkInstant(shiftDate(date, 1), '03:00')

beforeEach(async () => {
  await sql`truncate companies, documents, market_snapshots, corporate_actions, split_suspicions, strategy_outputs,
    strategy_trades, strategy_weights cascade`
  await setMode('shadow')
  await putCompany(sql, 'AAPL')
})

const setMode = (mode: string) => sql`
  insert into risk_configs (name, value) values ('strategies_mode', ${JSON.stringify(mode)}::text::jsonb)
  on conflict (name) do update set value = excluded.value`

async function ask(now: Date, ticker = 'AAPL'): Promise<void> {
  const signal = new AbortController().signal
  const settle = await strategy({ sql: own }).strategy(
    { ticker },
    { jobId: deriveId('job', ticker), now, signal },
  )
  expect(await own.begin((tx) => settle(tx, now))).toEqual([])
}

const outputs = () => sql`
  select *, session_date::text as session_date, acts_on::text as acts_on from strategy_outputs
  order by strategy_outputs.session_date, strategy`
const trades = () => sql`
  select strategy, state, decided_on::text as decided_on, entered_on::text as entered_on,
    exited_on::text as exited_on, trim_scale(quantity)::text as quantity, trim_scale(profit)::text as profit,
    trim_scale(paid)::text as paid, why, credits, weights_version, closed_at
  from strategy_trades order by strategy, decided_on`

/** A bar a night, as the house has them. */
async function askEachNight(all: readonly ShadowBar[], from: number): Promise<void> {
  await putBars(sql, 'AAPL', all.slice(0, from))
  for (const bar of all.slice(from)) {
    await putBars(sql, 'AAPL', [bar])
    await ask(nightAfter(bar.date))
  }
}

describe('a session', () => {
  test('keeps what each strategy and the ensemble say, with what they were asked without', async () => {
    await putBars(sql, 'AAPL', bars.slice(0, 40))
    const on = bars[39]!.date
    await ask(nightAfter(on))
    const rows = await outputs()
    expect(rows.map(({ strategy: name }) => name)).toEqual([
      'ensemble',
      'mean-reversion',
      'momentum',
      'news-driven',
    ])
    for (const row of rows)
      expect(row).toMatchObject({
        ticker: 'AAPL',
        sessionDate: on,
        actsOn: bars[40]!.date,
        mode: 'shadow',
        weightsVersion: 0,
        bars: 40,
        lacks: ['bars_short', 'news_none'],
        weights: { momentum: 1 / 3, 'mean-reversion': 1 / 3, 'news-driven': 1 / 3 },
      })
    // Means of 50 sessions there are none of yet.
    expect(rows[2]).toMatchObject({
      reading: 0,
      direction: 'none',
      weight: null,
      why: 'does not fire',
    })
  })

  test('is kept once, asked again, later and at once', async () => {
    await putBars(sql, 'AAPL', bars)
    const night = nightAfter(LAST)
    await Promise.all([ask(night), ask(night), ask(new Date(night.getTime() + 60_000))])
    const before = [await outputs(), await trades()]
    await ask(new Date(night.getTime() + 3_600_000))
    expect([await outputs(), await trades()]).toEqual(before)
    expect(before[0]).toHaveLength(4)
  })

  test('is nothing while strategies are off, nor of a ticker that is not tracked or has no bar', async () => {
    await ask(nightAfter(LAST))
    await putBars(sql, 'AAPL', bars)
    await setMode('off')
    await ask(nightAfter(LAST))
    await setMode('shadow')
    await sql`update companies set active = false`
    await ask(nightAfter(LAST))
    expect(await outputs()).toEqual([])
  })

  test('acts on the first open after it was said, however late the bar came', async () => {
    await putBars(sql, 'AAPL', bars.slice(0, 150))
    const next = bars[150]!.date
    await ask(newYorkInstant(next, '11:00'))
    expect(await outputs()).toMatchObject(
      Array.from({ length: 4 }, () => ({ sessionDate: bars[149]!.date, actsOn: bars[151]!.date })),
    )
  })

  test('says of missing bars and of a night that looks like a split, behind which it reads nothing', async () => {
    await putBars(
      sql,
      'AAPL',
      bars.filter((_, place) => place !== 180),
    )
    await sql`insert into split_suspicions (ticker, session_date, previous_close, open, flagged_at)
      values ('AAPL', ${bars[100]!.date}, 100, 50, ${nightAfter(bars[100]!.date)})`
    await ask(nightAfter(LAST))
    expect(await outputs()).toMatchObject(
      Array.from({ length: 4 }, () => ({
        bars: 99,
        lacks: ['bars_missing', 'split_suspected', 'news_none'],
      })),
    )
  })

  test('reads prices of before a split on the basis of after it, as if there had been none', async () => {
    await putBars(sql, 'AAPL', bars)
    await ask(nightAfter(LAST))
    const whole = await outputs()
    await sql`truncate market_snapshots, strategy_outputs, strategy_trades`
    const split = bars[150]!.date
    await putBars(
      sql,
      'AAPL',
      bars.map((bar) =>
        bar.date < split
          ? {
              ...bar,
              open: bar.open * 4,
              high: bar.high * 4,
              low: bar.low * 4,
              close: bar.close * 4,
            }
          : bar,
      ),
    )
    await sql`insert into corporate_actions (action_id, ticker, kind, ex_date, ratio_from, ratio_to, known_at)
      values (${deriveId('action', 'a')}, 'AAPL', 'split', ${split}, 1, 4, ${nightAfter(bars[140]!.date)})`
    await ask(nightAfter(LAST))
    const read = (rows: typeof whole) => rows.map(({ strategy: name, reading }) => [name, reading])
    const now = read(await outputs())
    for (const [place, [name, reading]] of read(whole).entries()) {
      expect(now[place]![0]).toBe(name)
      expect(now[place]![1]).toBeCloseTo(reading as number, 9)
    }
  })

  test('hears news that was read before the close, of two articles in a week', async () => {
    await putBars(sql, 'AAPL', bars)
    const { closesAt } = sessionOf(LAST)!
    const tell = (name: string, minutes: number) =>
      putDocument(sql, {
        ticker: 'AAPL',
        name,
        publishedAt: new Date(closesAt.getTime() + minutes * 60_000),
        confidence: 0.6,
      })
    await tell('one', -2_000)
    await tell('two', -60)
    // Between the close and the night: it waits for the next close.
    await tell('three', 60)
    await ask(nightAfter(LAST))
    const news = (await outputs()).find(({ strategy: name }) => name === 'news-driven')
    expect(news).toMatchObject({ direction: 'long', weight: 0.048, lacks: [] })
    expect(news!['reading']).toBeCloseTo(0.8 * 0.6, 12)
  })
})

describe('trades on paper', () => {
  test.each([1, 3, 8])(
    'are those of a backtest on the same bars and news, seed %i',
    async (seed) => {
      const all = wavyBars(150, seed)
      const FROM = 55
      const news: TickerNews[] = []
      for (const place of [60, 61, 80, 100, 101, 120]) {
        const knownAt = new Date(sessionOf(all[place]!.date)!.closesAt.getTime() - 3_600_000)
        const sentiment = place === 80 || place >= 120 ? 'negative' : 'positive'
        await putDocument(sql, {
          ticker: 'AAPL',
          name: `n${place}`,
          publishedAt: knownAt,
          sentiment,
        })
        news.push({
          ticker: 'AAPL',
          knownAt,
          score: sentiment === 'negative' ? -0.8 : 0.8,
          confidence: 0.7,
        })
      }
      await askEachNight(all, FROM)
      const rows = await trades()
      const sessions = shadowFeed({ ticker: 'AAPL', bars: all, news, dividends: [] })
      let compared = 0
      for (const one of strategies.filter(({ name }) =>
        rows.some((row) => row['strategy'] === name),
      )) {
        const from = all[FROM]!.date
        const settings = { ...backtestDefaults, isFractional: true, from }
        const run = runBacktest(one, { tickers: ['AAPL'], sessions }, settings)
        const mine = rows.filter(
          ({ strategy: name, state }) => name === one.name && state !== 'waiting',
        )
        expect(mine.map((row) => [row['enteredOn'], row['exitedOn'], row['why']])).toEqual(
          run.trades.map(({ entry, exit, isOpen, why }) => [
            sessions[entry]!.date,
            isOpen ? null : sessions[exit]!.date,
            isOpen ? '' : why,
          ]),
        )
        // The first begins from the same money, to the last digit; those after it from what each made before.
        expect(mine[0]).toMatchObject({ profit: run.trades[0]!.profit, paid: run.trades[0]!.paid })
        for (const [place, { profit, paid }] of run.trades.entries())
          expect(Number(mine[place]!['profit']) / Number(mine[place]!['paid'])).toBeCloseTo(
            Number(profit) / Number(paid),
            5,
          )
        compared += run.trades.length
      }
      expect(compared).toBeGreaterThan(3)
      expect(rows.filter(({ state }) => state === 'void')).toEqual([])
    },
  )

  test('wait for the next open, and are credited to their strategy', async () => {
    await putBars(sql, 'AAPL', bars.slice(0, 10))
    const on = bars[9]!.date
    const { closesAt } = sessionOf(on)!
    for (const [name, hours] of [
      ['a', 20],
      ['b', 1],
    ] as const)
      await putDocument(sql, {
        ticker: 'AAPL',
        name,
        publishedAt: new Date(closesAt.getTime() - hours * 3_600_000),
        confidence: 0.7,
      })
    await ask(nightAfter(on))
    const rows = await trades()
    expect(rows.find(({ strategy: name }) => name === 'news-driven')).toMatchObject({
      state: 'waiting',
      decidedOn: on,
      enteredOn: null,
      profit: '0',
      credits: { 'news-driven': 1 },
      weightsVersion: 0,
    })
    const vote = rows.find(({ strategy: name }) => name === 'ensemble')
    // Prices say nothing yet: it is the news' doing alone.
    expect(vote).toMatchObject({ state: 'waiting', credits: { 'news-driven': 1 } })
  })

  test('stand still while a night looks like a split, and go on after it', async () => {
    await askEachNight(bars.slice(0, 120), 55)
    const standing = (await trades()).filter(({ state }) => state === 'open')
    expect(standing.length).toBeGreaterThan(0)
    await sql`insert into split_suspicions (ticker, session_date, previous_close, open, flagged_at)
      values ('AAPL', ${bars[120]!.date}, 100, 50, ${nightAfter(bars[119]!.date)})`
    await putBars(sql, 'AAPL', [bars[120]!])
    await ask(nightAfter(bars[120]!.date))
    expect((await trades()).filter(({ state }) => state === 'open')).toEqual(standing)
    await sql`update split_suspicions set settled_at = ${nightAfter(bars[120]!.date)}, settled_as = 'no_split'`
    await putBars(sql, 'AAPL', [bars[121]!])
    await ask(nightAfter(bars[121]!.date))
    expect((await trades()).some(({ state }) => state === 'void')).toBe(false)
  })

  test('once closed stay as they are, whatever is said of prices later', async () => {
    await askEachNight(bars.slice(0, 150), 55)
    const closed = (await trades()).filter(({ state }) => state === 'closed')
    expect(closed.length).toBeGreaterThan(1)
    await sql`update market_snapshots set open = open * 1.2, high = high * 1.2, low = low * 1.2, close = close * 1.2`
    await putBars(sql, 'AAPL', [bars[150]!])
    await ask(nightAfter(bars[150]!.date))
    const still = await trades()
    for (const trade of closed) expect(still).toContainEqual(trade)
  })
})
