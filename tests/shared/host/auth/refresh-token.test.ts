import { test as prop, fc } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { deriveAuthKeys } from '#shared/host/auth/keys.ts'
import { makeRefreshToken, readRefreshToken } from '#shared/host/auth/refresh-token.ts'
import { drawRecoveryCode, hashRecoveryCode } from '#shared/host/auth/secrets.ts'

const keys = deriveAuthKeys('a secret of this test, 32 characters or more')
const others = deriveAuthKeys('another secret of this test, 32 characters or more')
const sessionId = '0a000000-0000-4000-8000-00000000000f'
const token = makeRefreshToken(keys, { sessionId, serial: 7 })

describe('a refresh token', () => {
  prop.prop([fc.uuid(), fc.integer({ min: 1, max: 0xffff_ffff })])(
    'says the session and the number it was made of',
    (id, serial) => {
      const told = { sessionId: id, serial }
      expect(readRefreshToken(keys, makeRefreshToken(keys, told))).toEqual(told)
    },
  )

  prop.prop([
    fc.integer({ min: 0, max: token.length - 1 }),
    fc.constantFrom('A', 'B', 'Z', 'a', 'z', '0', '9', '-', '_'),
  ])('is none once any letter is another', (place, letter) => {
    fc.pre(token[place] !== letter)
    const bent = token.slice(0, place) + letter + token.slice(place + 1)
    expect(readRefreshToken(keys, bent)).toBeUndefined()
  })

  test.each([
    ['empty', ''],
    ['cut', token.slice(0, -1)],
    ['longer', `${token}A`],
    ['padded', `${token}=`],
    ['with a blank', ` ${token}`],
    ['no base64url', '!'.repeat(token.length)],
    ['of another secret', makeRefreshToken(others, { sessionId, serial: 7 })],
  ])('is none: %s', (_name, text) => expect(readRefreshToken(keys, text)).toBeUndefined())
})

test('a recovery code may be typed in small letters, without dashes, with O for 0', () => {
  const code = drawRecoveryCode()
  expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){3}[0-9A-HJKMNP-TV-Z]{5}$/)
  for (const typed of [code.toLowerCase(), code.replaceAll('-', ''), code.replaceAll('0', 'o')])
    expect(hashRecoveryCode(typed)).toEqual(hashRecoveryCode(code))
})
