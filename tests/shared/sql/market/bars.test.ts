import { describe, expect, it } from 'vitest'
import { deriveId } from '#shared/host/ids.ts'
import type { NewSplit } from '#shared/domain/market/action.ts'
import type { BarVendor, NewBar } from '#shared/domain/market/bar.ts'
import { readBarsBefore, readMovesBefore } from '#shared/sql/market/bars.ts'
import { saveActions } from '#shared/sql/market/save-actions.ts'
import { saveBars } from '#shared/sql/market/save-bars.ts'
import { cloneDatabase } from '../../../helpers/database.ts'

const { sql } = await cloneDatabase()
const [low, high] = [deriveId('a'), deriveId('b')].sort() as [string, string]
const at = (time: string) => new Date(`2019-01-${time}:00Z`)

function bar(ticker: string, sessionDate: string, close = '101.123456'): NewBar {
  return {
    ticker,
    sessionDate,
    open: '100',
    high: '120',
    low: '99.5',
    close,
    volume: '12345.5',
    vwap: null,
  }
}

function save(bars: NewBar[], sourceId: string, fetchedAt: Date): Promise<number> {
  return sql.begin((tx) => saveBars(tx, bars, { sourceId, rawKey: null, fetchedAt }))
}

describe('daily bars', () => {
  it('are read oldest first, exact, and never before the day after their session', async () => {
    await save(
      [bar('AAPL', '2019-01-04'), bar('AAPL', '2019-01-02'), bar('AAPL', '2019-01-03')],
      low,
      at('04T20:00'),
    )
    expect(await readBarsBefore(sql, 'AAPL', 2, at('05T04:59'))).toMatchObject([
      { sessionDate: '2019-01-02', close: '101.123456', volume: '12345.5000' },
      { sessionDate: '2019-01-03', startsAt: new Date('2019-01-03T05:00:00Z') },
    ])
    const dates = (await readBarsBefore(sql, 'AAPL', 2, at('05T05:00'))).map(
      ({ sessionDate }) => sessionDate,
    )
    expect(dates).toEqual(['2019-01-03', '2019-01-04'])
    expect(await readBarsBefore(sql, 'NONE', 5, at('05T05:00'))).toEqual([])
  })

  it('count once they were fetched, and not at the very moment, in either form', async () => {
    await save([bar('NEW', '2019-01-02')], low, at('04T15:00'))
    const count = async (moment: Date) => [
      (await readBarsBefore(sql, 'NEW', 5, moment)).length,
      (await readMovesBefore(sql, 'NEW', 5, moment)).length,
    ]
    expect(await count(at('04T15:00'))).toEqual([0, 0])
    expect(await count(new Date(at('04T15:00').getTime() + 1))).toEqual([1, 1])
    expect(await readMovesBefore(sql, 'NEW', 5, at('05T00:00'))).toEqual([
      { close: 101.123456, volume: 12345.5 },
    ])
  })

  it('are replaced by a later correction, not by an earlier text', async () => {
    await save([bar('COR', '2019-01-02', '101')], low, at('03T00:00'))
    expect(await save([bar('COR', '2019-01-02', '101')], low, at('04T00:00'))).toBe(0)
    expect(await save([bar('COR', '2019-01-02', '102')], high, at('04T00:00'))).toBe(1)
    expect(await save([bar('COR', '2019-01-02', '103')], low, at('03T12:00'))).toBe(0)
    expect((await readBarsBefore(sql, 'COR', 1, at('05T00:00')))[0]?.close).toBe('102.000000')
  })

  it('end the same whichever of two sources comes first', async () => {
    for (const [ticker, order] of [
      ['ONE', [low, high]],
      ['TWO', [high, low]],
    ] as const) {
      for (const source of order) {
        await save(
          [bar(ticker, '2019-01-02', source === low ? '101' : '102')],
          source,
          at('03T00:00'),
        )
      }
      const [stored] =
        await sql`select close, source_id from market_snapshots where ticker = ${ticker}`
      expect(stored).toEqual({ close: '101.000000', sourceId: low })
    }
  })

  it('of two vendors stand as the stronger told them, whichever came first', async () => {
    const tell = (ticker: string, close: string, vendor: BarVendor, time: string) =>
      sql.begin((tx) =>
        saveBars(tx, [bar(ticker, '2019-01-02', close)], {
          sourceId: low,
          rawKey: null,
          fetchedAt: at(time),
          vendor,
        }),
      )
    for (const [ticker, order] of [
      ['VENA', ['polygon', 'alpaca_iex', 'alpaca_sip']],
      ['VENB', ['alpaca_iex', 'alpaca_sip', 'polygon']],
      ['VENC', ['alpaca_sip', 'polygon', 'alpaca_iex']],
    ] as const) {
      const closes = { polygon: '101', alpaca_sip: '102', alpaca_iex: '103' }
      for (const [place, vendor] of order.entries())
        await tell(ticker, closes[vendor], vendor, `03T0${place}:00`)
      const stored = await sql`select close, vendor from market_snapshots where ticker = ${ticker}`
      expect(stored).toEqual([{ close: '101.000000', vendor: 'polygon' }])
    }
    await tell('VEND', '103', 'alpaca_iex', '03T00:00')
    await tell('VEND', '104', 'alpaca_iex', '03T01:00')
    expect((await readBarsBefore(sql, 'VEND', 1, at('05T00:00')))[0]?.close).toBe('104.000000')
  })

  it('of before, that carry their splits, are read right as they are and once they are fetched anew', async () => {
    const split = {
      kind: 'split',
      ticker: 'OLD',
      exDate: '2019-01-03',
      ratioFrom: '1',
      ratioTo: '4',
    }
    const origin = { sourceId: low, now: at('04T00:00') }
    await sql.begin((tx) => saveActions(tx, [split as NewSplit], origin))
    // Fetched after the split, adjusted: as a release before this one stored it.
    await save([bar('OLD', '2019-01-02', '100')], low, at('04T23:00'))
    await sql`update market_snapshots set basis = 'adjusted' where ticker = 'OLD'`
    const read = async () => (await readBarsBefore(sql, 'OLD', 1, at('09T00:00')))[0]
    expect(await read()).toMatchObject({ close: '100.000000', volume: '12345.5000' })
    // The same numbers, told raw, are other prices.
    expect(await save([bar('OLD', '2019-01-02', '100')], low, at('06T00:00'))).toBe(1)
    expect(await read()).toMatchObject({ close: '25', volume: '49382' })
  })
})
