/** The shipped questions, asked of a lake whose answers can be worked out by hand. */

import { describe, expect, test } from 'vitest'
import { shareInterval } from '#shared/domain/statistics/share-interval.ts'
import { shippedQuestions } from '#shared/sql/lake/questions/all.ts'
import { openSmallLake } from './small-lake.ts'

const { ask } = await openSmallLake()

async function answerTo(slug: string) {
  const found = shippedQuestions.find((one) => one.slug === slug)
  if (!found) throw new RangeError(`No question ${slug}`)
  const { names, rows } = await ask(found.statement)
  return rows.map((row) => Object.fromEntries(names.map((name, place) => [name, row[place]])))
}

const thousandths = (value: number) => Math.round(value * 1_000) / 1_000
const wilson = (hits: number, tried: number) => {
  const { low, high } = shareInterval(hits, tried)
  return { low: thousandths(low), high: thousandths(high) }
}

describe('every one', () => {
  test.each(shippedQuestions.map(({ slug, chart, statement }) => ({ slug, chart, statement })))(
    '$slug has rows, and the columns that its chart names',
    async ({ chart, statement }) => {
      const { names, rows } = await ask(statement)
      expect(rows).not.toEqual([])
      expect(new Set(names).size).toBe(names.length)
      if (!chart) return
      expect(names).toEqual(expect.arrayContaining([chart.x, ...chart.y]))
      // Bars and lines have one value at a place.
      const xs = rows.map((row) => row[names.indexOf(chart.x)])
      if (chart.kind !== 'scatter') expect(new Set(xs).size).toBe(xs.length)
    },
  )
})

describe('worked out by hand', () => {
  test('hit rate by catalyst', async () => {
    expect(await answerTo('hit-rate-by-catalyst')).toEqual([
      { catalyst: 'legal', tried: 2, hits: 0, hit_share: 0, ...wilson(0, 2), gain_bps: -150 },
      { catalyst: 'earnings', tried: 1, hits: 1, hit_share: 1, ...wilson(1, 1), gain_bps: 100 },
      { catalyst: 'product', tried: 1, hits: 1, hit_share: 1, ...wilson(1, 1), gain_bps: 100 },
    ])
  })

  test('what the pipelines of the signal engine say', async () => {
    const row = (verdicts: string, outputs: number, tried: number, moved: number) => ({
      verdicts,
      outputs,
      tried,
      rose: 1,
      rose_share: thousandths(1 / tried),
      ...wilson(1, tried),
      move_bps: moved,
    })
    expect(await answerTo('signal-engine-pipelines')).toEqual([
      row('skip and watch', 3, 2, 100),
      row('buy and buy', 1, 1, 200),
    ])
  })

  test('how reliable publishers are', async () => {
    expect(await answerTo('publishers-borne-out')).toEqual([
      { teller: 'wire.example', tried: 3, hits: 2, hit_share: 0.667, ...wilson(2, 3) },
      { teller: 'daily.example', tried: 2, hits: 0, hit_share: 0, ...wilson(0, 2) },
    ])
  })

  test('calibration by reader', async () => {
    const row = (reader: string, from: number, tried: number, hits: number, sure: number) => ({
      reader,
      confidence_from: from,
      tried,
      confidence_mean: sure,
      hit_share: thousandths(hits / tried),
      ...wilson(hits, tried),
      gap: thousandths(sure - hits / tried),
    })
    expect(await answerTo('calibration-by-reader')).toEqual([
      row('old', 0.9, 1, 0, 1),
      row('rules', 0.4, 1, 0, 0.45),
      row('rules', 0.6, 3, 2, 0.65),
      row('rules', 0.9, 2, 1, 0.95),
    ])
  })

  test('what each check cost or saved', async () => {
    const row = (code: string, kept: number, ended: number, won: number, ...dollars: string[]) => {
      const [missed, saved, cost] = dollars
      return { code, kept, ended, won, missed, saved, cost }
    }
    expect(await answerTo('cost-of-checks')).toEqual([
      row('low_confidence', 4, 3, 2, '35.50', '20.00', '15.50'),
      row('sector_limit', 1, 0, 0, '0.00', '0.00', '0.00'),
      row('position_limit', 1, 1, 0, '0.00', '12.35', '-12.35'),
    ])
  })

  test('slippage', async () => {
    expect(await answerTo('slippage')).toEqual([
      { kind: 'buy, market', orders: 2, dollars: '2000.00', cost: '-1.00', bps: -5, worst_bps: 10 },
      { kind: 'sell, limit', orders: 1, dollars: '1100.00', cost: '1.10', bps: 10, worst_bps: 10 },
    ])
  })

  test('from news to order', async () => {
    expect(await answerTo('news-to-order')).toMatchObject([
      { title: 'News f', ticker: 'AAA', to_fetched: 1, to_read: 2, to_advised: 790, to_ordered: 900, to_filled: null },
      { title: 'News d', ticker: 'BBB', to_fetched: 1, to_read: 3, to_advised: 9, to_ordered: 90.5, to_filled: 91 },
      { title: 'News a', ticker: 'AAA', to_fetched: 2, to_read: 5, to_advised: 10, to_ordered: 90, to_filled: 91 },
    ]) // prettier-ignore
  })

  test('from news to order, by step', async () => {
    const row = (step: string, orders: number, half: number, most: number) => ({
      step,
      orders,
      minutes_half: half,
      minutes_nine_of_ten: most,
    })
    expect(await answerTo('news-to-order-by-step')).toEqual([
      row('1 published to fetched', 3, 1, 2),
      row('2 fetched to read', 3, 2, 3),
      row('3 read to advised', 3, 6, 788),
      row('4 advised to ordered', 3, 81.5, 110),
      row('5 ordered to filled', 2, 0.5, 1),
    ])
  })

  test('what would have been bought at the open', async () => {
    const rows = await answerTo('bought-at-the-open')
    const of = (row: (typeof rows)[number]) => [row['profit'], row['state'], row['dollars']]
    expect(rows.map(of).toSorted()).toEqual([
      ['100.00', 'open', '300.00'],
      ['30.00', 'ended', '300.00'],
      ['5.50', 'ended', '300.00'],
    ])
  })

  test('refusals by check, and decisions not to act', async () => {
    expect(await answerTo('refusals-by-check')).toEqual([
      { check_name: 'buying_power', made: 4, failed: 1, failed_share: 0.25, alone: 1 },
      { check_name: 'position_limit', made: 4, failed: 0, failed_share: 0, alone: 0 },
    ])
    expect(await answerTo('decisions-skipped')).toMatchObject([
      { code: 'low_confidence', entries: 2, exits: 0, companies: 2, share_of_all: 0.2857 },
      { code: 'earnings_near', entries: 1, companies: 1, share_of_all: 0.1429 },
    ])
  })

  test('profit by company, fills, and what is held', async () => {
    expect(await answerTo('profit-by-ticker')).toMatchObject([
      { ticker: 'AAA', fills: 2, bought: '1001.00', sold: '1098.90', fees: '0.06', worth: '0.00', profit: '97.84', realised: '97.84' },
      { ticker: 'BBB', fills: 2, bought: '998.00', held: '10.000000000', worth: '1000.00', profit: '2.00', realised: null },
    ]) // prettier-ignore
    expect(await answerTo('fills-by-day')).toEqual([
      { day: '2019-05-01', fills: 1, companies: 1, bought: '1001.00', sold: '0.00', fees: '0.01' },
      { day: '2019-05-02', fills: 2, companies: 1, bought: '998.00', sold: '0.00', fees: '0.00' },
      { day: '2019-05-03', fills: 1, companies: 1, bought: '0.00', sold: '1098.90', fees: '0.05' },
    ])
    expect(await answerTo('positions-by-day')).toMatchObject([
      { day: '2019-05-01', positions: 1, worth: '1021.01', share_of_equity: 0.1019 },
      {
        day: '2019-05-02',
        positions: 2,
        worth: '2000.00',
        share_of_equity: 0.2,
        largest_share: 0.101,
      },
      { day: '2019-05-04', positions: 1, equity: '10610.00', share_of_equity: 0.0943 },
    ])
  })

  test('equity by day without what was paid in, and turnover', async () => {
    expect(await answerTo('equity-by-day')).toMatchObject([
      { day: '2019-05-01', equity: '10020.00', result: null, drawdown_pct: 0 },
      { day: '2019-05-02', equity: '10000.00', result: '-20.00', drawdown_pct: 0.2 },
      { day: '2019-05-03', equity: '10610.00', result: '110.00', drawdown_pct: 0 },
    ])
    expect(await answerTo('turnover-by-month')).toEqual([
      {
        month: '2019-05-01',
        bought: '1999.00',
        sold: '1098.90',
        equity_mean: 10210,
        turnover: 0.1517,
      },
    ])
  })

  test('trends and projections, and what came of them', async () => {
    expect(await answerTo('trends-and-moves')).toEqual([
      { trend: '7d bearish', sessions: 1, rose: 1, fell: 0, move_bps: 100 },
      { trend: '7d bullish', sessions: 2, rose: 1, fell: 1, move_bps: 0 },
    ])
    expect(await answerTo('projections-and-outcomes')).toEqual([
      { projection: '1d bullish', projections: 1, unsure: 0, rose: 1, fell: 0, change_pct: 2 },
      { projection: '7d bullish', projections: 1, unsure: 1, rose: 0, fell: 0, change_pct: 0 },
    ])
    expect(await answerTo('trends-that-moved')).toMatchObject([
      { ticker: 'AAA', changes: 3, sentiment_before: 0.6, sentiment_now: 0.4, moved: -0.2 },
    ])
  })

  test('documents, readings and stories', async () => {
    expect(await answerTo('documents-by-publisher')).toEqual([
      { publisher: 'wire.example', documents: 5, read: 5, minutes_half: 3, minutes_nine_of_ten: 5 },
      {
        publisher: 'daily.example',
        documents: 3,
        read: 3,
        minutes_half: 2,
        minutes_nine_of_ten: 20,
      },
    ])
    expect(await answerTo('stories-told-most')).toMatchObject([
      { title: 'News b', documents: 2, outlets: 2, minutes: 60 },
    ])
    expect(await answerTo('reader-disagreement')).toEqual([
      { readers: 'old and rules', compared: 1, agreed: 0, opposite: 1, apart_mean: 1.6 },
    ])
    expect(await answerTo('contradictions')).toMatchObject([
      { company_and_day: 'AAA 2019-05-01', good: 2, bad: 1, publishers_good: 1, publishers_bad: 1 },
    ])
  })

  test('jobs, stages, models and prices', async () => {
    expect(await answerTo('stage-times')).toEqual([
      { list: 'parsing', jobs: 3, seconds_half: 2, seconds_nine_of_ten: 30, seconds_most: 30, delivered_again: 1 },
      { list: 'ingestion', jobs: 1, seconds_half: 4, seconds_nine_of_ten: 4, seconds_most: 4, delivered_again: 0 },
    ]) // prettier-ignore
    expect((await answerTo('jobs-given-up'))[0]).toMatchObject({
      went: 'parsing dead: deliveries_exhausted',
      jobs: 1,
      share_of_list: 0.25,
    })
    expect(await answerTo('scaling-by-stage')).toMatchObject([
      {
        stage: 'parser',
        minutes: 3,
        pending_most: 8,
        pending_mean: 4,
        replicas_most: 1,
        waited_for_first: 1,
      },
    ])
    expect(await answerTo('agents-and-tokens')).toMatchObject([
      {
        asked: 'document-extractor: small',
        questions: 3,
        answered: 2,
        tokens_in: 1400,
        tokens_out: 100,
        latency_ms_mean: 200,
      },
    ])
    expect(await answerTo('price-gaps')).toMatchObject([
      { ticker: 'BBB', bars: 4, missing: 1 },
      { ticker: 'AAA', bars: 5, missing: 0 },
    ])
  })
})
