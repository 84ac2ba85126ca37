import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { dividendOf, splitOf } from '../../../../services/cli/backtest/actions.ts'
import { loadStrategy } from '../../../../services/cli/backtest/load-strategy.ts'
import { readDataFeed } from '../../../../services/cli/backtest/read-data-feed.ts'
import { UsageError } from '../../../../services/cli/command.ts'
import { command } from '../../../../services/cli/commands/backtest.ts'
import { runBacktest } from '#shared/domain/backtest/engine.ts'
import { backtestDefaults } from '#shared/domain/backtest/settings.ts'
import { randomOf } from '#shared/domain/statistics/chance.ts'
import { feedOf, walk } from '../../../helpers/backtest-feed.ts'

const root = mkdtempSync(join(tmpdir(), 'backtest-'))
afterAll(() => rmSync(root, { recursive: true }))

const random = randomOf(5)
const rows = ['AAA', 'BBB', 'CCC'].flatMap((ticker) =>
  feedOf({ [ticker]: walk(200, random) }).sessions.flatMap(({ bars }) =>
    bars.map(({ date, open, high, low, close, volume }) =>
      [ticker, date, open, high, low, close, volume].join(','),
    ),
  ),
)
const head = 'ticker,date,open,high,low,close,volume'
const data = folder('whole', {
  'bars.csv.gz': gzipSync([head, ...rows].join('\n')),
  'companies.csv': 'ticker,name,sector,aliases\nAAA,Alpha,Tech,Alpha\nBBB,Beta,Tech,Beta',
  'news.jsonl': [
    {
      id: '1',
      date: '2019-03-04',
      time_et: '10:00',
      title: 'Alpha profit beats forecasts, shares surge',
      tickers_by_alias: ['AAA'],
    },
    {
      id: '2',
      date: '2019-03-04',
      time_et: null,
      title: 'Alpha raises dividend after record profit',
      tickers_by_alias: ['AAA'],
    },
    { id: '3', date: '2019-03-04', time_et: '11:00', title: 'Markets calm', tickers_by_alias: [] },
  ]
    .map((article) => JSON.stringify(article))
    .join('\n'),
})
const RANGE = ['--from', '2019-03-01', '--to', '2019-10-01']

function folder(name: string, files: Record<string, string | Buffer>): string {
  const path = join(root, name)
  mkdirSync(path)
  for (const [file, text] of Object.entries(files)) writeFileSync(join(path, file), text)
  return path
}

async function backtest(...words: string[]) {
  const out = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  try {
    const code = await command.run(words)
    return { code, out: out.mock.calls.map(([text]) => String(text)).join('') }
  } finally {
    vi.restoreAllMocks()
  }
}

const json = async (...words: string[]) =>
  JSON.parse((await backtest(...words, '--json')).out) as Record<string, unknown>

describe('stonks backtest', () => {
  test('prints one object with every figure', async () => {
    const found = await json('random', '--data', data, ...RANGE, '--seed', '7', '--cash', '50000')
    expect(Object.keys(found)).toEqual(
      'bars trades return sharpe sharpe_deflated drawdown_max win_rate profit_factor benchmark random_p equity seconds universe'.split(
        ' ',
      ),
    )
    const equity = found['equity'] as { date: string; equity: number }[]
    expect(equity[0]).toEqual({ date: '2019-03-01', equity: 50_000 })
    expect(found['bars']).toBe(equity.length * 3)
    expect(found['trades']).toBeGreaterThan(0)
    expect(equity.at(-1)!.equity / 50_000 - 1).toBeCloseTo(Number(found['return']), 6)
    for (const share of ['sharpe_deflated', 'drawdown_max', 'win_rate', 'random_p']) {
      expect(found[share]).toBeGreaterThanOrEqual(0)
      expect(found[share]).toBeLessThanOrEqual(1)
    }
  })

  test('the same seed gives the same figures, another one others', async () => {
    const of = async (seed: string) => {
      const { seconds: _, ...rest } = await json('random', '--data', data, ...RANGE, '--seed', seed)
      return rest
    }
    expect(await of('1')).toEqual(await of('1'))
    expect((await of('1'))['return']).not.toBe((await of('2'))['return'])
  })

  test('tells people the same with what it is held against, and what luck explains', async () => {
    const { code, out } = await backtest('momentum', '--data', data, ...RANGE)
    expect(code).toBe(0)
    expect(out).toContain('equal money in 3 tickers')
    expect(out).toContain('deflated Sharpe ratio')
    expect(out).toContain('costs: fees $')
  })

  test('says that it takes every ticker that lasted, where the folder does not say who was tracked', async () => {
    const { universe } = await json('momentum', '--data', data, ...RANGE)
    expect(universe).toMatchObject({ from: 'bars', tickers: 3, begin_late: 0, end_early: 0 })
    const { out } = await backtest('momentum', '--data', data, ...RANGE)
    expect(out).toContain('survivorship: traded is every ticker of the folder')
  })

  test('trades a ticker only while tracked.csv says that it was tracked', async () => {
    const lines = ['AAA,2018-01-01,', 'BBB,2019-05-01,2019-05-31', 'GONE,2018-01-01,2019-06-01']
    const path = folder('tracked', {
      'bars.csv': [head, ...rows].join('\n'),
      'tracked.csv': ['ticker,from,to', ...lines].join('\n'),
    })
    const strategy = join(root, 'all.ts')
    writeFileSync(
      strategy,
      `export const strategy = { name: 'all', summary: '', open: () => ({ date, bars, holdings }) => {
  return bars.map(({ ticker }) => ({ ticker, weight: holdings.has(ticker) ? 0 : 0.04, why: date })) } }`,
    )
    const feed = readDataFeed(path, { from: '2019-03-01', to: '2019-10-01', tickers: [] })
    expect(feed.universe).toMatchObject({ from: 'tracked.csv', missing: 1 })
    expect(feed.universe.caveat).toContain('3 tickers on these days, 1 of them without bars')
    const settings = { ...backtestDefaults, from: '2019-03-01' }
    const { trades } = runBacktest(await loadStrategy(strategy), feed, settings)
    const entered = (ticker: string) =>
      trades.filter((one) => one.ticker === ticker).map(({ entry }) => feed.sessions[entry]!.date)
    expect(entered('AAA').length).toBeGreaterThan(20)
    expect(entered('CCC')).toEqual([])
    const [first, last] = [entered('BBB')[0]!, entered('BBB').at(-1)!]
    expect(first).toBe('2019-05-02')
    expect(last <= '2019-06-03').toBe(true)
  })

  test.each([
    ['a day to of at least 2019-05-01', 'AAA,2019-05-01,2019-04-01'],
    ['a date YYYY-MM-DD', 'AAA,May,'],
    ['a ticker', ',2019-05-01,'],
  ])('tracked.csv without %s is refused by its line', (wanted, line) => {
    const path = folder(`t-${wanted.replaceAll(/\W/g, '')}`, {
      'bars.csv': [head, ...rows].join('\n'),
      'tracked.csv': `ticker,from,to\n${line}`,
    })
    const read = () => readDataFeed(path, { from: '2019-03-01', to: '2019-10-01', tickers: [] })
    expect(read).toThrow(`tracked.csv line 2: expected ${wanted}`)
  })

  test('runs the strategy that the document shows', async () => {
    const text = readFileSync('docs/backtesting.md', 'utf8')
    const code = /```ts\n([\s\S]*?)```/.exec(text)?.[1] ?? ''
    const file = join(root, 'three-down.ts')
    writeFileSync(file, code)
    const found = await json(file, '--data', data, ...RANGE)
    expect(found['trades']).toBeGreaterThan(3)
  })

  test('with other settings beside it, these count as the trials', async () => {
    const { out } = await backtest('mean-reversion', '--data', data, ...RANGE, '--sweep')
    expect(out).toContain('the luckiest of 12 without skill does worse')
    expect(out).toContain('RSI 14 at 30 and 70')
    const { sweep } = await json('mean-reversion', '--data', data, ...RANGE, '--sweep')
    expect(Object.keys(sweep as object)).toEqual([
      'variants',
      'overfitting',
      'walk_forward',
      'walk_forward_interval',
      'cross_validated',
      'cross_validated_interval',
      'map',
    ])
    const { map } = sweep as { map: { along: { values: number[] }; cells: object[] } }
    expect(map.along.values).toEqual([7, 10, 14, 21])
    expect(map.cells).toHaveLength(12)
    expect(out).toContain('Sharpe ratio, along: sessions of the RSI')
    await expect(backtest('random', '--data', data, ...RANGE, '--sweep')).rejects.toThrow(
      '--sweep takes one of momentum',
    )
  })

  test("buys and holds as the benchmark does, but for costs and a share's parts", async () => {
    const found = await json('buy-and-hold', '--data', data, ...RANGE, '--no-costs')
    expect(found['trades']).toBe(3)
    expect(Number(found['return'])).toBeCloseTo(Number(found['benchmark']), 2)
  })

  test('runs a strategy of a file, and catches one that keeps what is to come', async () => {
    const write = (name: string, body: string) => {
      writeFileSync(join(root, name), body)
      return join(root, name)
    }
    const mine = write(
      'my-strategy.ts',
      `import type { Strategy } from '#shared/domain/strategy/strategy.ts'
export const strategy: Strategy = {
  name: 'first-of-month',
  summary: 'buys on the first days of a month',
  open: () => ({ date, bars, holdings }) =>
    bars.filter(({ ticker }) => date.endsWith('-01') && !holdings.has(ticker))
      .map(({ ticker }) => ({ ticker, weight: 0.04, why: date })),
}`,
    )
    const found = await json(mine, '--data', data, ...RANGE)
    expect(found['trades']).toBeGreaterThan(0)
    const bad = write(
      'peek.ts',
      `const after = new Map()
export const strategy = { name: 'peek', open: () => { let before = ''; return ({ date, bars }) => {
  after.set(before, bars[0].close); before = date
  return (after.get(date) ?? 0) > bars[0].close ? [{ ticker: 'AAA', weight: 0.04, why: '' }] : [] } } }`,
    )
    await expect(backtest(bad, '--data', data, ...RANGE)).rejects.toThrow('knows what is to come')
    const empty = write('empty.ts', 'export const other = 1')
    await expect(backtest(empty, '--data', data, ...RANGE)).rejects.toThrow(
      'expected an export "strategy" with a name and open(), found other',
    )
  })
})

describe('wrong use is said', () => {
  test.each<[string, string[]]>([
    [
      'There are: momentum, mean-reversion, news-driven, ensemble, buy-and-hold, random',
      ['luck', '--data', data, ...RANGE],
    ],
    ['found no ./none.ts', ['./none.ts', '--data', data, ...RANGE]],
    ['needs --data', ['momentum', ...RANGE]],
    ['needs --from DATE', ['momentum', '--data', data, '--to', '2019-10-01']],
    [
      '--to: expected a day',
      ['momentum', '--data', data, '--from', '2019-03-01', '--to', '2019-02-30'],
    ],
    [
      'expected --from before --to, found 2019-10-01 and 2019-03-01',
      ['momentum', '--data', data, '--from', '2019-10-01', '--to', '2019-03-01'],
    ],
    ['--cash takes dollars above 0', ['momentum', '--data', data, ...RANGE, '--cash', '0']],
    [
      '--trials takes a whole number from 1 on',
      ['momentum', '--data', data, ...RANGE, '--trials', '0'],
    ],
    ['one strategy', ['momentum', 'random', '--data', data, ...RANGE]],
  ])('%s', async (said, words) => {
    await expect(backtest(...words)).rejects.toThrow(UsageError)
    await expect(backtest(...words)).rejects.toThrow(said)
  })

  test.each<[string, string[]]>([
    ['expected a folder, found nothing', ['--data', join(root, 'none'), ...RANGE]],
    ['expected bars.csv or bars.csv.gz', ['--data', folder('empty', {}), ...RANGE]],
    [
      'expected bars of two sessions from 2022-01-01 to 2022-02-01, found 0; bars up to then are of 2019-01-02',
      ['--data', data, '--from', '2022-01-01', '--to', '2022-02-01'],
    ],
    ['expected bars of ZZZ', ['--data', data, ...RANGE, '--tickers', 'AAA,ZZZ']],
    [
      'line 2: expected open as a number above 0, found "x"',
      [
        '--data',
        folder('odd', { 'AAA.csv': 'Date,Open,High,Low,Close\n2019-03-01,x,1,1,1' }),
        ...RANGE,
      ],
    ],
  ])('%s', async (said, words) => {
    await expect(backtest('momentum', ...words)).rejects.toThrow(said)
  })
})

describe('a data folder', () => {
  test('of one file a ticker, with American dates, is read; an index without volume has none', () => {
    const path = folder('files', {
      'SPY_D.csv': 'Date,Open,High,Low,Close,Volume\n1/3/2019,2,2,2,2,0\n1/2/2019,1,1,1,1,0',
      'mixed.csv':
        'Date,Open,High,Low,Close,Volume,Stock\n2019-01-02,7,7,7,7,1,KO\n2019-01-03,7,7,7,7,1,KO',
      'IBM.csv': 'date,open,high,low,close,volume\n2019-01-02,5,5,5,5,9\n2019-01-03,5,5,5,5,9',
    })
    const feed = readDataFeed(path, { from: '2019-01-01', to: '2019-02-01', tickers: [] })
    expect(feed.tickers).toEqual(['IBM', 'KO', 'SPY'])
    expect(
      feed.sessions.map(({ bars }) => bars.map(({ close, volume }) => [close, volume])),
    ).toEqual([
      [
        [5, 9],
        [7, 1],
        [1, Number.NaN],
      ],
      [
        [5, 9],
        [7, 1],
        [2, Number.NaN],
      ],
    ])
  })

  test.each<[string, string]>([
    ['a JSON object', '{'],
    ['a title', '{"date":"2019-03-04"}'],
    ['a date YYYY-MM-DD', '{"title":"x","date":"4 March"}'],
    ['time_et as HH:MM or null', '{"title":"x","date":"2019-03-04","time_et":"9.30"}'],
    ['tickers_by_alias as a list', '{"title":"x","date":"2019-03-04","tickers_by_alias":"AAA"}'],
  ])('with news without %s is refused by its line', (wanted, line) => {
    const bars = 'date,open,high,low,close\n2019-03-04,1,1,1,1\n2019-03-05,1,1,1,1'
    const path = folder(wanted.replaceAll(/\W/g, ''), { 'AAA.csv': bars, 'news.jsonl': line })
    const read = () => readDataFeed(path, { from: '2019-03-01', to: '2019-04-01', tickers: [] })
    expect(read).toThrow(`news.jsonl line 1: expected ${wanted}`)
  })

  test('news is known at its minute, or when its day is over', () => {
    const { sessions } = readDataFeed(data, { from: '2019-03-01', to: '2019-10-01', tickers: [] })
    const on = (date: string) => sessions.find((session) => session.date === date)!.news
    expect(on('2019-03-04')).toMatchObject([{ ticker: 'AAA' }])
    expect(on('2019-03-05')).toMatchObject([{ ticker: 'AAA' }])
    expect(on('2019-03-04')[0]!.score).toBeGreaterThan(0)
  })

  const row = {
    ticker: 'A',
    date: '',
    open: 50,
    high: 50,
    low: 50,
    close: 50,
    volume: 1,
    adjusted: null,
    dividend: 0,
    split: 1,
  }

  test('a split of prices as traded is one; of prices on the last basis it is past', () => {
    expect(splitOf({ ...row, split: 2 }, { ...row, close: 101 })).toBe(2)
    expect(splitOf({ ...row, split: 2 }, { ...row, close: 49 })).toBeUndefined()
    expect(splitOf(row, { ...row, close: 101 })).toBeUndefined()
  })

  test('a dividend is that of its column, or what adjusted closes leave out', () => {
    expect(dividendOf({ ...row, dividend: 0.25 }, row)).toBe('0.25')
    expect(dividendOf({ ...row, adjusted: 50 }, { ...row, adjusted: 49.5 })).toBe('0.5')
    expect(dividendOf({ ...row, adjusted: 50 }, { ...row, adjusted: 49.99 })).toBeUndefined()
    expect(dividendOf(row, undefined)).toBeUndefined()
  })
})
