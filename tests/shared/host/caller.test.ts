import { describe, expect, test } from 'vitest'
import { callerAddress, readTrustedProxies } from '#shared/host/caller.ts'

const from = (remoteAddress: string, forwarded: string | undefined, trusted: string) =>
  callerAddress(
    {
      headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
      socket: { remoteAddress },
    } as never,
    readTrustedProxies(trusted),
  )

describe('who asked', () => {
  test.each([
    ['is the socket’s address', '203.0.113.7', undefined, '', '203.0.113.7'],
    ['is not what a stranger writes', '203.0.113.7', '10.0.0.1', '', '203.0.113.7'],
    [
      'is not what a stranger writes beside a proxy',
      '203.0.113.7',
      'x, 10.0.0.1',
      '10.0.0.0/8',
      '203.0.113.7',
    ],
    ['is whom our proxy tells', '10.0.0.5', '203.0.113.7', '10.0.0.0/8', '203.0.113.7'],
    [
      'is the last whom our proxy tells',
      '10.0.0.5',
      '1.1.1.1, 203.0.113.7',
      '10.0.0.0/8',
      '203.0.113.7',
    ],
    [
      'is behind two proxies of ours',
      '10.0.0.5',
      '203.0.113.7, 10.9.9.9',
      '10.0.0.0/8',
      '203.0.113.7',
    ],
    [
      'is never the first of a list',
      '10.0.0.5',
      '127.0.0.1, 203.0.113.7, 10.9.9.9',
      '10.0.0.0/8',
      '203.0.113.7',
    ],
    ['is our proxy where it tells nobody', '10.0.0.5', undefined, '10.0.0.0/8', '10.0.0.5'],
    ['is our proxy where it tells nonsense', '10.0.0.5', 'unknown', '10.0.0.0/8', '10.0.0.5'],
    ['is IPv4 where it was mapped', '::ffff:203.0.113.7', undefined, '', '203.0.113.7'],
    ['is whom a mapped proxy tells', '::ffff:10.0.0.5', '203.0.113.7', '10.0.0.0/8', '203.0.113.7'],
    ['is whom an IPv6 proxy tells', 'fd00::5', '2001:db8::7', 'fd00::/8', '2001:db8::7'],
  ])('%s', (_name, socket, forwarded, trusted, who) => {
    expect(from(socket, forwarded, trusted)).toBe(who)
  })
})

test.each(['proxy', '10.0.0.0/33', '10.0.0.0/0', '10.0.0.0/', '10.0.0/8', '10.0.0.0/8/8'])(
  '%s is no proxy to trust',
  (text) => expect(() => readTrustedProxies(text)).toThrow(/TRUSTED_PROXIES/),
)
