import { describe, expect, test } from 'vitest'
import { fc, test as property } from '@fast-check/vitest'
import { isPublicAddress } from '#shared/domain/source/addresses.ts'
import { addressFault, readHosts } from '#shared/domain/source/outside.ts'
import { sourceFaults } from '#shared/domain/source/sources.ts'
import { insideForms, oddForms, outsideForms } from '../../../helpers/inside-forms.ts'

test('there are more than sixty ways to write an address of our own', () => {
  expect(new Set(insideForms(8080)).size).toBeGreaterThan(60)
})

test.each([...insideForms(8080), ...oddForms])('nothing is fetched from %j', (url) => {
  expect(addressFault(url, [])).toMatch(/^expected /)
})

test.each(outsideForms)('%s is out on the internet', (url) => {
  expect(addressFault(url, [])).toBeUndefined()
})

test.each([
  ['intranet.example', 'http://intranet.example:8080/', undefined],
  ['10.0.0.7', 'http://10.0.0.7/', undefined],
  ['10.0.0.7:8080', 'http://10.0.0.7:8080/', undefined],
  ['10.0.0.7:8080', 'http://10.0.0.7:8081/', /port/],
  ['10.0.0.7:80', 'http://10.0.0.7/', undefined],
  ['10.0.0.7:80', 'https://10.0.0.7/', /internet/],
  ['[::1]:8080', 'http://[0:0::1]:8080/', undefined],
  ['127.0.0.1:8080', 'http://2130706433:8080/', undefined],
  ['127.0.0.1:8080', 'http://127.0.0.1.:8080/', undefined],
  ['127.0.0.1:8080', 'http://a@127.0.0.1:8080/', /user name/],
  ['Intranet.Example , b', 'http://intranet.example./', undefined],
  ['example', 'http://intranet.example/', undefined],
  ['127.0.0.1', 'http://10.0.0.1/', /internet/],
])('with %s on the list, %s is judged so', (list, url, says) => {
  const found = addressFault(url, readHosts(list))
  if (says === undefined) expect(found).toBeUndefined()
  else expect(found).toMatch(says)
})

test('a user name and password are not told on', () => {
  expect(addressFault('http://ann:SECRET@127.0.0.1/', [])).not.toContain('SECRET')
})

test.each([
  ['web_scrape', { url: 'http://127.1/' }],
  ['macro_news', { format: 'feed', url: 'http://[::1]/' }],
] as const)('a %s source on one names the setting and the address', (sourceType, config) => {
  const [fault] = sourceFaults({ sourceType, ticker: '', config })
  expect(fault).toMatchObject({
    setting: 'url',
    says: expect.stringMatching(/found (127\.0\.0\.1|\[::1\])$/) as string,
  })
  expect(
    sourceFaults({ sourceType, ticker: '', config, allowHosts: ['127.0.0.1', '[::1]'] }),
  ).toEqual([])
})

describe('addresses', () => {
  property.prop([fc.ipV4()])(
    'an IPv6 address that holds an IPv4 one is never out on the internet by it',
    (v4) => {
      for (const form of [`::${v4}`, `::ffff:${v4}`, `64:ff9b::${v4}`])
        expect(isPublicAddress(form)).toBe(false)
      const [a, b, c, d] = v4.split('.').map(Number) as [number, number, number, number]
      const high = ((a << 8) | b).toString(16)
      const low = ((c << 8) | d).toString(16)
      expect(isPublicAddress(`2002:${high}:${low}::1`)).toBe(false)
      expect(isPublicAddress(`2001:0:1:2:3:4:${high}:${low}`)).toBe(false)
    },
  )

  property.prop([fc.ipV6()])('an IPv6 address is judged alike in every spelling', (v6) => {
    const whole = new URL(`http://[${v6}]/`).hostname
    expect(isPublicAddress(v6)).toBe(isPublicAddress(whole.slice(1, -1)))
    expect(isPublicAddress(v6)).toBe(isPublicAddress(whole))
  })

  test.each([
    '',
    'example.com',
    '1.2.3',
    '1.2.3.4.5',
    '::1::',
    '1:2:3',
    'fe80::1%eth0',
    ':::',
    '2606::g',
  ])('what is none is not out on the internet: %j', (text) => {
    expect(isPublicAddress(text)).toBe(false)
  })
})
