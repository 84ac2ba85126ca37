import { describe, expect, it } from 'vitest'
import { fc, test } from '@fast-check/vitest'
import { nearestTicker, readTicker } from '#shared/domain/market/ticker.ts'

describe('readTicker()', () => {
  it.each([
    ...'BRK.B BRK-B BRK/B BRK_B brk.b brk-b BRKb BRKb.N $BRK.B NYSE:BRK.B BRK.B.US'
      .split(' ')
      .map((text) => [text, 'BRK.B']),
    ['BRK B', 'BRK.B'],
    [' BRK  B ', 'BRK.B'],
    ['BRK/B US Equity', 'BRK.B'],
    ['BRK.CL.B', 'BRK.B'],
    ['BRK Class B', 'BRK.B'],
    ['NYSE: BF.B', 'BF.B'],
    ['NYSE American: UHAL', 'UHAL'],
    ['aapl', 'AAPL'],
    ['AAPL.US', 'AAPL'],
    ['AAPL.O', 'AAPL'],
    ['AAPL.OQ', 'AAPL'],
    ['AAPL US', 'AAPL'],
    ['AAPL UW Equity', 'AAPL'],
    ['F', 'F'],
    ['MOG-A', 'MOG.A'],
    ['BAC-PL', 'BAC.PL'],
    ['BACpL', 'BAC.PL'],
    ['BAC.PRL', 'BAC.PL'],
    ['AMPX-WS', 'AMPX.WS'],
    ['LBTYK', 'LBTYK'],
    ['N', 'N'],
  ])('reads %j as %s', (text, ticker) => expect(readTicker(text)).toBe(ticker))

  it.each([
    '',
    ' ',
    '$',
    'BTC-USD',
    'BMW.DE',
    'Apple Inc.',
    '^GSPC',
    '0700.HK',
    'AAPL,MSFT',
    'ABCDEFGH',
    'ÄPFEL',
    'N/A?',
  ])('takes %j for no ticker', (text) => expect(readTicker(text)).toBeUndefined())

  test.prop([fc.stringMatching(/^[A-Z]{1,5}(\.[AB])?$/), fc.constantFrom('.', '-', '/', ' ', '_')])(
    'reads its own notation, and every sign of a class, as one',
    (ticker, sign) => {
      expect(readTicker(ticker)).toBe(ticker)
      expect(readTicker(ticker.replace('.', sign).toLowerCase())).toBe(ticker)
    },
  )
})

describe('nearestTicker()', () => {
  const known = [
    'A',
    'AAPL',
    'APLE',
    'APP',
    'BF.B',
    'BRK.A',
    'BRK.B',
    'GOOG',
    'GOOGL',
    'MSFT',
    'MS',
  ]
  it.each([
    ['APPL', 'AAPL'],
    ['MSTF', 'MSFT'],
    ['BRKB', 'BRK.B'],
    ['BRK-B', 'BRK.B'],
    ['GOGL', 'GOOGL'],
    ['GOOGLE', 'GOOGL'],
    ['Z', 'A'],
    ['XYZW', undefined],
  ])('of %s it is %s', (text, ticker) => expect(nearestTicker(text, known)).toBe(ticker))
})
