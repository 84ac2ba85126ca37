import { describe, expect, it } from 'vitest'
import type { BarVendor, NewMinuteBar } from '#shared/domain/market/bar.ts'
import { deriveId } from '#shared/host/ids.ts'
import { saveQuotes } from '#shared/sql/market/quotes.ts'
import { saveMinuteBars } from '#shared/sql/market/save-minutes.ts'
import { cloneDatabase } from '../../../helpers/database.ts'

const { sql, as } = await cloneDatabase()
/** As market-stream comes to it. */
const stream = as('stonks_functions')
const at = (time: string) => new Date(`2019-01-04T${time}Z`)

function minute(ticker: string, close: string): NewMinuteBar {
  return {
    ticker,
    sessionDate: '2019-01-04',
    startsAt: at('15:00:00'),
    isExtended: false,
    open: '100',
    high: '110',
    low: '99',
    close,
    volume: '500',
    vwap: null,
  }
}

describe('minutes', () => {
  const tell = (ticker: string, close: string, vendor: BarVendor, time: string) =>
    stream.begin((tx) =>
      saveMinuteBars(tx, [minute(ticker, close)], {
        sourceId: deriveId('source', vendor),
        fetchedAt: at(time),
        vendor,
      }),
    )

  it('stand as the stronger vendor told them, and of one vendor as it told them last', async () => {
    for (const [ticker, order] of [
      ['ONE', ['alpaca_iex', 'polygon']],
      ['TWO', ['polygon', 'alpaca_iex']],
    ] as const)
      for (const [place, vendor] of order.entries())
        await tell(ticker, vendor === 'polygon' ? '101' : '102', vendor, `15:0${place + 1}:00`)
    expect(await tell('ONE', '103', 'polygon', '15:05:00')).toBe(1)
    expect(await tell('ONE', '103', 'polygon', '15:06:00')).toBe(0)
    const rows = await sql`select ticker, close, vendor from minute_bars order by ticker`
    expect(rows).toEqual([
      { ticker: 'ONE', close: '103.000000', vendor: 'polygon' },
      { ticker: 'TWO', close: '101.000000', vendor: 'polygon' },
    ])
  })

  it('told twice in one message are one', async () => {
    const both = [minute('DUP', '101'), minute('DUP', '102')]
    const origin = { sourceId: null, fetchedAt: at('15:01:00'), vendor: 'alpaca_sip' } as const
    await stream.begin((tx) => saveMinuteBars(tx, both, origin))
    expect(await sql`select close from minute_bars where ticker = 'DUP'`).toEqual([
      { close: '102.000000' },
    ])
  })
})

describe('the last quote', () => {
  const read = async () => (await sql`select * from latest_quotes where ticker = 'AAPL'`)[0]
  const trade = (price: string, time: string) => ({
    ticker: 'AAPL',
    vendor: 'alpaca_iex' as const,
    receivedAt: at(time),
    trade: { price, size: '100', at: at(time) },
  })

  it('keeps trade and offers apart, and what comes late changes neither', async () => {
    await saveQuotes(stream, [trade('101.25', '15:00:02')])
    await saveQuotes(stream, [
      {
        ticker: 'AAPL',
        vendor: 'alpaca_iex',
        receivedAt: at('15:00:03'),
        offers: { bid: '101.2', bidSize: '3', ask: '101.3', askSize: '2', at: at('15:00:03') },
      },
    ])
    await saveQuotes(stream, [trade('99', '15:00:01')])
    expect(await read()).toMatchObject({
      tradePrice: '101.250000',
      tradedAt: at('15:00:02'),
      bid: '101.200000',
      ask: '101.300000',
      quotedAt: at('15:00:03'),
      receivedAt: at('15:00:03'),
    })
  })
})
