import { expect, test } from 'vitest'
import { isLoopback } from '#shared/host/loopback.ts'

test.each([
  'localhost',
  'LOCALHOST',
  '127.0.0.1',
  '127.255.0.9',
  '::1',
  '[::1]',
  '0:0::0:1',
  '::1%lo',
])('%s is this machine', (host) => expect(isLoopback(host)).toBe(true))

test.each([
  '',
  '0.0.0.0',
  '::',
  '10.0.0.1',
  '128.0.0.1',
  '127.0.0.1.example.com',
  'localhost.example.com',
  '[::1',
  '::2',
  '127.1',
])('%j is not', (host) => expect(isLoopback(host)).toBe(false))
