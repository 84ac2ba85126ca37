import { afterEach, describe, expect, test } from 'vitest'
import { readInstant } from '#shared/domain/document/text/instant.ts'

const zone = process.env['TZ']
afterEach(() => {
  if (zone === undefined) delete process.env['TZ']
  else process.env['TZ'] = zone
})

const TEN = '2019-05-01T10:00:00.000Z'
const MIDNIGHT = '2019-05-01T00:00:00.000Z'

describe.each(['UTC', 'Asia/Tokyo', 'America/New_York', 'Pacific/Kiritimati'])('in %s', (place) => {
  test.each([
    ['2019-05-01T10:00:00', TEN],
    ['2019-05-01T10:00', TEN],
    ['2019-05-01 10:00:00', TEN],
    ['Wed, 01 May 2019 10:00:00', TEN],
    ['Wed, 01 May 19 10:00:00', TEN],
    ['May 1, 2019 10:00 AM', TEN],
    ['Wed May 01 10:00:00 2019', TEN],
    ['05/01/2019 10:00', TEN],
    ['2019-05-01', MIDNIGHT],
    ['May 1, 2019', MIDNIGHT],
    ['1 May 2019', MIDNIGHT],
    ['01-05-2019', '2019-01-05T00:00:00.000Z'],
    ['2019-05-01T10:00:00Z', TEN],
    ['2019-05-01T12:00:00+02:00', TEN],
    ['2019-05-01T12:00:00.000+0200', TEN],
    ['Wed, 01 May 2019 10:00:00 GMT', TEN],
    ['Wed, 01 May 2019 12:00:00 +0200', TEN],
    ['Wed, 01 May 2019 06:00:00 EDT', TEN],
    ['Wed May 01 2019 12:00:00 GMT+0200 (CEST)', TEN],
    ['Wed May 01 12:00:00 +0200 2019', TEN],
    // A time that the clocks of New York leap over.
    ['2019-03-10T02:30:00', '2019-03-10T02:30:00.000Z'],
  ])('%s is %s', (text, instant) => {
    process.env['TZ'] = place
    expect(readInstant(text)?.toISOString()).toBe(instant)
  })

  test.each(['', 'yesterday', '2019-13-40', 'Wed, 01 May 2019 10:00:00 CEST'])(
    '"%s" is no date',
    (text) => {
      process.env['TZ'] = place
      expect(readInstant(text)).toBeNull()
    },
  )
})
