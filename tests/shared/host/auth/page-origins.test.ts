import { expect, test } from 'vitest'
import { pageOriginsOf } from '#shared/host/auth/page-origins.ts'

test.each([
  ['http://localhost:8080', 'localhost', false],
  ['https://stonks.example', 'stonks.example', true],
  ['https://stonks.example, https://eu.stonks.example:8443', 'stonks.example', true],
])('%s has passkeys of %s', (text, rpId, isSecure) => {
  expect(pageOriginsOf(text)).toMatchObject({ rpId, isSecure })
})

test.each(['http://127.0.0.1:8080', 'http://[::1]:8080', 'https://10.0.0.7'])(
  '%s can have none: a passkey belongs to a name',
  (text) => expect(pageOriginsOf(text).rpId).toBeUndefined(),
)

test.each([
  'localhost:8080',
  'ftp://stonks.example',
  'https://stonks.example/page',
  'https://stonks.example?x',
  'https://user@stonks.example',
  'https://stonks.example, https://attacker.example',
  'https://stonks.example, https://xstonks.example',
  '',
])('%j is no place of the page', (text) => {
  expect(() => pageOriginsOf(text)).toThrow(/PUBLIC_URL/)
})
