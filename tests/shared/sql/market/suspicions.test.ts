/** A split that nobody has told yet is traded on by no one. */

import { beforeEach, describe, expect, it } from 'vitest'
import type { NewBar } from '#shared/domain/market/bar.ts'
import { newYorkInstant, sessionOf, shiftDate } from '#shared/domain/market/calendar.ts'
import { marketOf } from '#shared/domain/signal/market.ts'
import { rangeOf } from '#shared/domain/trading/stops.ts'
import { deriveId } from '#shared/host/ids.ts'
import { readBarsBefore, readMovesBefore } from '#shared/sql/market/bars.ts'
import { keepMarket } from '#shared/sql/market/keep.ts'
import { readLastCloses } from '#shared/sql/market/last-closes.ts'
import { cloneDatabase } from '../../../helpers/database.ts'
import { putDocument } from '../../../helpers/signals.ts'

const { sql, as } = await cloneDatabase()
const own = as('stonks_functions')
const sourceId = deriveId('source', 'test')
const EX = '2022-07-18'
const evening = (date: string) => newYorkInstant(date, '18:00')
const just = (at: Date) => new Date(at.getTime() + 1)

const before: string[] = []
for (let date = shiftDate(EX, -1); before.length < 30; date = shiftDate(date, -1))
  if (sessionOf(date)) before.unshift(date)

function bar(sessionDate: string, price: number, ticker = 'SPL'): NewBar {
  const text = price.toFixed(6)
  return {
    ticker,
    sessionDate,
    open: text,
    high: (price * 1.01).toFixed(6),
    low: (price * 0.99).toFixed(6),
    close: text,
    volume: '1000000',
    vwap: null,
  }
}

const raw = { bucket: 'b', bytes: new Uint8Array(), mediaType: 'application/json' } as const
const keep = (bars: NewBar[], now: Date) =>
  own.begin((tx) =>
    keepMarket(tx, [{ bars, rejects: [], raw, rawKey: 'k' }], undefined, { sourceId, now }),
  )
const tell = (ratio: [string, string] | null, now: Date) => {
  const [ratioFrom, ratioTo] = ratio ?? ['1', '1']
  const split = { kind: 'split', ticker: 'SPL', exDate: EX, ratioFrom, ratioTo } as const
  const reference = {
    actions: ratio ? [split] : [],
    whole: [{ kind: 'split', ticker: '', from: '2021-06-01' } as const],
    details: [],
  }
  return own.begin((tx) => keepMarket(tx, [], reference, { sourceId, now }))
}
const standing = async () =>
  (await sql`select ticker, session_date::text as day, settled_as from split_suspicions`).map(
    ({ ticker, day, settledAs }) => [ticker, day, settledAs],
  )

async function read(asOf: Date) {
  const bars = await readBarsBefore(own, 'SPL', 101, asOf)
  return {
    bars: bars.length,
    atr: rangeOf(bars),
    market: marketOf(await readMovesBefore(own, 'SPL', 101, asOf)),
    change: (await readLastCloses(own, ['SPL'], asOf)).get('SPL')?.changePct,
  }
}

beforeEach(async () => {
  await sql`truncate market_snapshots, corporate_actions, split_suspicions, companies, documents cascade`
  await keep(
    before.map((date) => bar(date, 100)),
    evening('2022-07-15'),
  )
})

describe.each([
  { name: '20:1', price: 5.05, ratio: ['1', '20'] },
  { name: '2:1 on a good day', price: 54, ratio: ['1', '2'] },
  { name: 'reverse 1:10', price: 990, ratio: ['10', '1'] },
] as const)('a $name split nobody has told', ({ price, ratio }) => {
  it('is flagged with its bar, read across by nobody, and put right once it is told', async () => {
    const { notes } = await keep([bar(EX, price)], evening(EX))
    expect(notes).toEqual([expect.stringMatching(/^SPL looks split on 2022-07-18/)])
    expect(await standing()).toEqual([['SPL', EX, null]])
    const suspected = await read(newYorkInstant('2022-07-19', '09:00'))
    expect(suspected).toEqual({
      bars: 1,
      atr: null,
      market: { volatilityRatio: 1, volumeChange: 0, bars: 1 },
      change: null,
    })
    const learntAt = evening('2022-07-19')
    await keep([bar('2022-07-19', price)], learntAt)
    expect((await read(learntAt)).bars).toBe(1)
    await tell([...ratio], learntAt)
    const told = await read(just(learntAt))
    expect(told.bars).toBe(31)
    expect(Number(told.atr) / price).toBeLessThan(0.1)
    await tell([...ratio], evening('2022-07-20'))
    expect(await standing()).toEqual([['SPL', EX, 'split']])
  })
})

describe('a night that looks like a split', () => {
  it('is none where news of it was read as that bad, now or later', async () => {
    await putDocument(sql, {
      ticker: 'SPL',
      name: 'crash',
      publishedAt: newYorkInstant(EX, '07:00'),
      sentiment: 'negative',
    })
    expect((await keep([bar(EX, 40)], evening(EX))).notes).toEqual([])
    expect(await standing()).toEqual([])
    await keep([bar(EX, 40, 'OTH'), bar('2022-07-15', 100, 'OTH')], evening(EX))
    await putDocument(sql, {
      ticker: 'OTH',
      name: 'late',
      publishedAt: newYorkInstant(EX, '08:00'),
      sentiment: 'negative',
    })
    await keep([bar('2022-07-19', 41, 'OTH')], evening('2022-07-19'))
    expect(await standing()).toEqual([['OTH', EX, 'news']])
  })

  it('stays one where news says the opposite, as of a split it mostly does', async () => {
    await putDocument(sql, {
      ticker: 'SPL',
      name: 'announced',
      publishedAt: newYorkInstant(EX, '07:00'),
      sentiment: 'positive',
    })
    expect((await keep([bar(EX, 5)], evening(EX))).notes).toHaveLength(1)
  })

  it('was the market where all splits are told days later and none is of it', async () => {
    await keep([bar(EX, 40)], evening(EX))
    await tell(null, evening('2022-07-19'))
    expect(await standing()).toEqual([['SPL', EX, null]])
    await tell(null, evening('2022-07-21'))
    expect(await standing()).toEqual([['SPL', EX, 'no_split']])
    expect((await read(just(evening('2022-07-21')))).bars).toBe(31)
    // It is not flagged again by the next bars.
    await keep([bar('2022-07-21', 41)], evening('2022-07-22'))
    expect(await standing()).toEqual([['SPL', EX, 'no_split']])
  })

  it('is over where its bar is corrected, and begins anew where it comes back', async () => {
    await keep([bar(EX, 4)], evening(EX))
    await keep([bar(EX, 99)], evening('2022-07-19'))
    expect(await standing()).toEqual([['SPL', EX, 'bar_changed']])
    await keep([bar(EX, 4)], evening('2022-07-20'))
    expect(await standing()).toEqual([['SPL', EX, null]])
  })

  it.each([62, 148])('is none at %d of 100', async (price) => {
    expect((await keep([bar(EX, price)], evening(EX))).notes).toEqual([])
  })

  it('known before its bar, is no night to speak of', async () => {
    await tell(['1', '20'], evening('2022-07-10'))
    expect((await keep([bar(EX, 5)], evening(EX))).notes).toEqual([])
  })
})
