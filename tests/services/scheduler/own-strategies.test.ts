/** A strategy of one's own from its file to the page: checked, asked in shadow and by a backtest, told where it is broken. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import * as v from 'valibot'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { StrategyBoard } from '#shared/contracts/api/strategy-weights.ts'
import { newYorkInstant, shiftDate } from '#shared/domain/market/calendar.ts'
import { randomOf } from '#shared/domain/statistics/chance.ts'
import { deriveId } from '#shared/host/ids.ts'
import { openStrategyApart, patienceDefaults } from '#shared/host/strategy-apart.ts'
import { checkStrategyFile } from '#shared/host/strategy-files.ts'
import { backtester } from '../../../functions/backtester/handler.ts'
import { strategy } from '../../../functions/strategy/handler.ts'
import { readBacktest } from '../../../services/query-api/backtests/told-runs.ts'
import { readStrategyBoard } from '../../../services/query-api/strategies/board.ts'
import { listStrategyOutputs } from '../../../services/query-api/strategies/outputs.ts'
import { revertWeights } from '../../../services/query-api/strategies/weights.ts'
import { ownStrategiesDuty } from '../../../services/scheduler/own-strategies.ts'
import { runRound } from '../../../services/scheduler/round.ts'
import { walk } from '../../helpers/backtest-feed.ts'
import { askFor, putRows } from '../../helpers/backtests.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { putCompany } from '../../helpers/signals.ts'
import { putBars, wavyBars } from '../../helpers/strategy-bars.ts'

const { sql, as } = await cloneDatabase()
const [rounds, stages, api] = [as('stonks_orchestration'), as('stonks_functions'), as('stonks_api')]
const signal = new AbortController().signal
const bars = wavyBars(80, 3)
const NIGHT = newYorkInstant(shiftDate(bars.at(-1)!.date, 1), '03:00')
let folder: string

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'own-strategies-'))
  await sql`truncate scheduler_duties, own_strategies, strategy_weights, strategy_outputs, strategy_trades, companies,
    market_snapshots, backtest_runs, jobs cascade`
  await sql`insert into risk_configs (name, value) values ('strategies_mode', '"shadow"')
    on conflict (name) do update set value = excluded.value`
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Long at every close; `body` is what it does before. */
const always = (name: string, body = '') => `
import type { Strategy } from '#shared/domain/strategy/strategy.ts'
export const strategy: Strategy = {
  name: '${name}',
  summary: 'always long',
  open: () => ({ bars }) => {
    ${body}
    return bars.map(({ ticker }) => ({ ticker, weight: 0.04, why: 'long' }))
  },
}`
const put = (file: string, text: string) => writeFileSync(join(folder, file), text)
/** Does not load while `slow` lies in the folder. */
const slowly = (text: string) => `
import { existsSync } from 'node:fs'
while (existsSync('${join(folder, 'slow')}'));
${text}`
const setSlow = (isSlow: boolean) => (isSlow ? put('slow', '') : rmSync(join(folder, 'slow')))

/** A look of the scheduler, `minutes` after the night. */
async function look(minutes: number, strategiesDir = folder): Promise<void> {
  const duties = [ownStrategiesDuty({ sql: rounds, strategiesDir })]
  const parts = { sql: rounds, log: pino({ level: 'silent' }), duties }
  const { failed } = await runRound(parts, new Date(NIGHT.getTime() + minutes * 60_000))
  expect(failed).toEqual([])
}

/** Long enough for whoever answers at all on a machine that does much besides. */
const patience = { ...patienceDefaults, askMs: 8_000 }
/** For those that never answer: nothing else is asked. */
const hasty = { ...patience, askMs: 300 }

async function askAbout(ticker: string, now = NIGHT, waits = patience): Promise<void> {
  const handlers = strategy({ sql: stages, folder, patience: waits })
  const settle = await handlers.strategy(
    { ticker },
    { jobId: deriveId('job', ticker), now, signal },
  )
  await stages.begin((tx) => settle(tx, now))
}

async function backtest(name: string, waits = patience) {
  const runId = deriveId('test', name)
  const askedAt = new Date('2020-06-01T12:00:00Z')
  const random = randomOf(3)
  for (const ticker of ['AAPL', 'XOM']) await putRows(sql, ticker, walk(60, random))
  await askFor(sql, { runId, askedAt, endDate: '2019-12-31', strategy: name })
  const job = { jobId: deriveId('test', 'job'), now: askedAt, signal }
  const settle = await backtester({ sql: stages, folder, patience: waits }).backtest(
    { run_id: runId },
    job,
  )
  await stages.begin((tx) => settle(tx, askedAt))
  return (await readBacktest(api, runId))!
}

const board = async () =>
  v.parse(StrategyBoard, JSON.parse(JSON.stringify(await readStrategyBoard(api, NIGHT))))
const weights = () =>
  sql`select version, weights, made_by, reason from strategy_weights order by version`

describe('a file', () => {
  test('is asked beside the product’s, in shadow and in the ensemble, and is on the page', async () => {
    put('always-long.ts', always('always-long'))
    put('README.md', 'none')
    await look(0)
    const quarter = {
      momentum: 0.25,
      'mean-reversion': 0.25,
      'news-driven': 0.25,
      'always-long': 0.25,
    }
    expect(await weights()).toEqual([
      {
        version: 1,
        weights: quarter,
        madeBy: 'own_strategies',
        reason: 'always-long came, with an equal weight',
      },
    ])
    await putCompany(sql, 'AAPL')
    await putBars(sql, 'AAPL', bars.slice(0, 40))
    await askAbout('AAPL', newYorkInstant(shiftDate(bars[39]!.date, 1), '03:00'))
    await putBars(sql, 'AAPL', bars.slice(40))
    await askAbout('AAPL')
    const said = await listStrategyOutputs(api, { sort: '-evaluatedAt' as never, limit: 50 })
    const own = said.find((row) => row.strategy === 'always-long')
    expect(said.map((row) => row.strategy).toSorted()).toEqual([
      'always-long',
      'ensemble',
      'mean-reversion',
      'momentum',
      'news-driven',
    ])
    expect(own).toMatchObject({ weightsVersion: 1, ticker: 'AAPL' })
    // It was long at the first close that it was asked about, and that became a trade of its own.
    const trades =
      await sql`select strategy, credits from strategy_trades where strategy = 'always-long'`
    expect(trades.length).toBeGreaterThan(0)
    expect(trades[0]!.credits).toEqual({ 'always-long': 1 })
    const { strategies, own: files } = await board()
    expect(strategies.find((row) => row.strategy === 'always-long')).toMatchObject({
      weight: 0.25,
      equalWeight: 0.25,
      summary: 'always long',
    })
    expect(files).toMatchObject([
      { file: 'always-long.ts', name: 'always-long', fault: null, goneAt: null },
    ])
  })

  test('is asked by a backtest of its name', async () => {
    put('always-long.ts', always('always-long'))
    await look(0)
    const {
      state,
      strategy: name,
      results,
      sessionsDone,
      sessionsTotal,
    } = await backtest('always-long')
    expect([state, name]).toEqual(['done', 'always-long'])
    expect(results!.trades).toBeGreaterThan(0)
    expect(sessionsDone).toBe(sessionsTotal)
  })

  test('that is gone takes its weight along, and what it said stays to be read', async () => {
    put('always-long.ts', always('always-long'))
    await look(0)
    await putCompany(sql, 'AAPL')
    await putBars(sql, 'AAPL', bars)
    await askAbout('AAPL')
    rmSync(join(folder, 'always-long.ts'))
    await look(2)
    expect((await weights()).at(-1)).toMatchObject({
      version: 2,
      reason: 'always-long went, and the others share its weight',
    })
    const { strategies, own } = await board()
    expect(own[0]).toMatchObject({ file: 'always-long.ts', fault: null })
    expect(own[0]!.goneAt).not.toBeNull()
    // Its trade waits for an open still, so it is named among the others, without a weight.
    expect(strategies.find((row) => row.strategy === 'always-long')).toMatchObject({ weight: null })
    const said = await listStrategyOutputs(api, {
      strategy: 'always-long',
      sort: '-evaluatedAt' as never,
      limit: 50,
    })
    expect(said).toHaveLength(1)
    expect(await backtest('always-long')).toMatchObject({
      state: 'failed',
      reason: 'strategy_gone',
    })
    // Back again it begins anew with an equal weight; so does a way back to weights of before it came.
    put('always-long.ts', always('always-long'))
    await look(4)
    expect((await weights()).at(-1)!.weights['always-long']).toBeCloseTo(0.25, 12)
  })
})

describe('one that is broken', () => {
  test.each([
    ['does not parse', 'export const strategy = {', /Unexpected|Expected|expected/],
    ['exports none', 'export const other = 1', /expected an export "strategy".*found other/],
    ['throws', "throw new Error('no key')", /no key/],
    ['is called as ours', always('momentum'), /expected another name: momentum comes with/],
    ['is called oddly', always('Always Long'), /expected a name of small letters/],
  ])('is told by its file and stops no other: it %s', async (_, text, says) => {
    put('broken.ts', text)
    put('sound.ts', always('sound-one'))
    await look(0)
    const { own } = await board()
    expect(own.map(({ file }) => file)).toEqual(['broken.ts', 'sound.ts'])
    expect(own[0]!.fault).toMatch(says)
    expect(own[1]!.fault).toBeNull()
    expect(Object.keys((await weights())[0]!.weights)).toHaveLength(4)
  })

  test('of two of one name the first is asked, and the other once that is gone', async () => {
    put('a.ts', always('twice'))
    put('b.ts', `${always('twice')}\n// another`)
    await look(0)
    expect((await board()).own.map(({ fault }) => fault)).toEqual([
      null,
      'expected another name: twice is in another file already',
    ])
    rmSync(join(folder, 'a.ts'))
    await look(2)
    const { own } = await board()
    expect(own.find(({ file }) => file === 'b.ts')!.fault).toBeNull()
    expect(await weights()).toHaveLength(1)
  })

  test('as it is asked says no more until its file is another, and the others speak', async () => {
    put('odd.ts', always('odd-one', "if (bars.length > 0) throw new Error('no idea')"))
    await look(0)
    await putCompany(sql, 'AAPL')
    await putBars(sql, 'AAPL', bars)
    await askAbout('AAPL')
    const said = await sql`select strategy from strategy_outputs order by strategy`
    expect(said.map((row) => row.strategy)).toEqual([
      'ensemble',
      'mean-reversion',
      'momentum',
      'news-driven',
    ])
    expect((await board()).own[0]!.fault).toBe('of AAPL: no idea')
    await look(2)
    expect((await weights()).at(-1)!.reason).toBe('odd-one went, and the others share its weight')
    put('odd.ts', always('odd-one'))
    await look(4)
    expect((await board()).own[0]!.fault).toBeNull()
  })

  test.each([
    ['throws', "throw new Error('no idea')", 'strategy_broken', 'odd.ts: no idea'],
    [
      'wants too much',
      'return [{ ticker: "AAPL", weight: 7, why: "" }]',
      'strategy_broken',
      'found 7',
    ],
    [
      'remembers another run',
      'globalThis.seen ??= new Set(); const twice = globalThis.seen.has(bars[0]?.date); globalThis.seen.add(bars[0]?.date); if (twice) return []',
      'knows_future',
      'knows what is to come',
    ],
  ])('ends its backtest and nothing else: it %s', async (what, body, reason, says) => {
    const name = `odd-${what.replaceAll(' ', '-')}`
    put('odd.ts', always(name, body))
    await look(0)
    const run = await backtest(name)
    expect(run).toMatchObject({ state: 'failed', reason })
    expect(run.says).toContain(says)
  })

  test('that never answers is ended and told, and the others speak', async () => {
    put('endless.ts', always('endless-one', 'for (;;) {}'))
    put('sound.ts', always('sound-one'))
    await look(0)
    for (const ticker of ['KO', 'XOM', 'AAPL']) {
      // Once and twice may be the machine's doing.
      expect((await board()).own.map(({ fault }) => fault)).toEqual([null, null])
      await putCompany(sql, ticker)
      await putBars(sql, ticker, bars)
      await askAbout(ticker, NIGHT, ticker === 'AAPL' ? patience : hasty)
    }
    const said = await sql`
      select strategy from strategy_outputs where ticker = 'AAPL' order by strategy`
    expect(said.map((row) => row.strategy)).toEqual([
      'ensemble',
      'mean-reversion',
      'momentum',
      'news-driven',
      'sound-one',
    ])
    const faults = new Map((await board()).own.map(({ file, fault }) => [file, fault]))
    expect(faults).toEqual(
      new Map([
        ['endless.ts', 'of AAPL: expected an answer within 8 s, found it still at it'],
        ['sound.ts', null],
      ]),
    )
  })

  test('that takes its time of each close is ended once it took too long of all', async () => {
    const path = join(folder, 'slow.ts')
    put(
      'slow.ts',
      always('slow-one', 'const until = Date.now() + 20; while (Date.now() < until) {}'),
    )
    const wholeMs = 200
    const { strategy: slow, close } = await openStrategyApart(
      { path, sha256: '' },
      { ...patience, wholeMs },
    )
    const step = slow.open({ tickers: ['AAPL'], seed: 1 })
    const asked = () => {
      for (let at = 0; at < 1_000; at += 1) step({ bars: [] } as never)
    }
    expect(asked).toThrow(/expected an answer within .* s, found it still at it/)
    await close()
  })

  test('that never answers ends its backtest, and nothing else', async () => {
    put('endless.ts', always('endless-one', 'for (;;) {}'))
    await look(0)
    const run = await backtest('endless-one', hasty)
    expect(run).toMatchObject({ state: 'failed', reason: 'strategy_broken' })
    expect(run.says).toBe('endless.ts: expected an answer within 0.3 s, found it still at it')
  })

  test('that is late twice and then answers is asked on', async () => {
    put('odd.ts', slowly(always('odd-one')))
    await look(0)
    for (const ticker of ['KO', 'XOM', 'AAPL', 'JPM', 'PG']) {
      const isSlow = ticker !== 'AAPL'
      if (isSlow) setSlow(true)
      await putCompany(sql, ticker)
      await putBars(sql, ticker, bars)
      await askAbout(ticker, NIGHT, isSlow ? { ...patience, loadMs: 300 } : patience)
      if (isSlow) setSlow(false)
    }
    expect((await board()).own[0]!.fault).toBeNull()
    const said = await sql`select ticker from strategy_outputs where strategy = 'odd-one'`
    expect(said.map(({ ticker }) => ticker)).toEqual(['AAPL'])
  })

  test('that takes all memory, or ends its thread, is told', async () => {
    put(
      'greedy.ts',
      always('greedy-one', 'const all = []; for (;;) all.push(new Array(1e5).fill(all.length))'),
    )
    put('leaver.ts', always('leaver-one', 'process.exit(3)'))
    await look(0)
    for (const ticker of ['KO', 'XOM', 'AAPL']) {
      await putCompany(sql, ticker)
      await putBars(sql, ticker, bars)
      await askAbout(ticker, NIGHT, hasty)
    }
    const { own } = await board()
    expect(own.map(({ fault }) => fault)).toEqual([
      expect.stringContaining('expected an answer'),
      expect.stringContaining('expected an answer'),
    ])
  })

  test('that writes into what it is handed changes nothing but that', async () => {
    const writes = `for (const bar of bars) Object.assign(bar, { close: 1e6, high: 1e6, basis: 9 })
      ;(bars as unknown[]).push({ ticker: 'XOM', close: 1 })`
    put('sound.ts', always('sound-one'))
    put(
      'writer.ts',
      always('writer-one', writes).replace('return bars', 'return bars.filter(({ date }) => date)'),
    )
    await look(0)
    const sound = await backtest('sound-one')
    await sql`truncate market_snapshots, backtest_runs, jobs cascade`
    const writer = await backtest('writer-one')
    expect([sound.state, writer.state]).toEqual(['done', 'done'])
    const { measures, trades, curve } = writer.results!
    expect({ measures, trades, curve }).toEqual({
      measures: sound.results!.measures,
      trades: sound.results!.trades,
      curve: sound.results!.curve,
    })
    expect(sound.results!.trades).toBeGreaterThan(0)
  })

  test('that never ends loading is given up', async () => {
    put('endless.ts', 'for (;;) {}')
    expect(await checkStrategyFile(join(folder, 'endless.ts'), 300)).toMatchObject({
      fault: expect.stringContaining('expected it to load within'),
    })
  })
})

test('a file whose check was late is looked at anew, and thrice at most', async () => {
  put('sound.ts', slowly(always('sound-one')))
  setSlow(true)
  const duties = [ownStrategiesDuty({ sql: rounds, strategiesDir: folder, checkMs: 300 })]
  const looked: Date[] = []
  for (const minutes of [0, 2, 4, 6]) {
    const now = new Date(NIGHT.getTime() + minutes * 60_000)
    const parts = { sql: rounds, log: pino({ level: 'silent' }), duties }
    expect((await runRound(parts, now)).failed).toEqual([])
    const [row] = await sql<{ fault: string; checkedAt: Date }[]>`
      select fault, checked_at from own_strategies`
    expect(row!.fault).toContain('expected it to load within')
    looked.push(row!.checkedAt)
  }
  expect(new Set(looked.map(Number)).size).toBe(3)
  setSlow(false)
  await look(8)
  expect((await board()).own[0]!.fault).toBeNull()
})

test('without a folder nothing is looked for, and one that cannot be read fails the duty alone', async () => {
  await look(0, '')
  expect(await weights()).toEqual([])
  await sql`truncate scheduler_duties`
  const duties = [ownStrategiesDuty({ sql: rounds, strategiesDir: join(folder, 'none') })]
  const parts = { sql: rounds, log: pino({ level: 'silent' }), duties }
  expect((await runRound(parts, NIGHT)).failed).toEqual(['own_strategies'])
})

test('equal weights of before one came are those in force, as it would have an equal one of its own', async () => {
  put('always-long.ts', always('always-long'))
  await look(0)
  const asked = { by: { kind: 'key', name: 'ops' }, body: { version: 0, reason: 'anew' } }
  // Equal ones of three and of four differ in nothing but who has one: those in force are meant.
  await expect(api.begin((tx) => revertWeights(tx, asked as never, NIGHT))).rejects.toThrow(
    'weights are those in force',
  )
})
