/** How the built page is served. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { refusalOf, toRefusal } from '#shared/host/api/answer.ts'
import { servePage } from '../../../services/query-api/page.ts'

const folder = mkdtempSync(join(tmpdir(), 'stonks-dist-'))
mkdirSync(join(folder, 'dist', 'assets'), { recursive: true })
writeFileSync(join(folder, 'dist', 'index.html'), '<title>page</title>')
writeFileSync(join(folder, 'dist', 'assets', 'a-1.js'), '1')
writeFileSync(join(folder, 'secret.txt'), 'secret')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const from = (served: string) => (path: string) =>
  servePage(join(folder, served))({ url: `http://page${path}` }).catch((fault: unknown) =>
    toRefusal(refusalOf(fault)!),
  )
const get = from('dist')

test('hashed files may be kept for ever, the page must be asked for again', async () => {
  expect((await get('/assets/a-1.js')).headers.get('cache-control')).toBe(
    'public, max-age=31536000, immutable',
  )
  expect((await get('/')).headers.get('cache-control')).toBe('no-cache')
})

test('every address of the page is the page', async () => {
  const response = await get('/orders/a8a6e8b6-5c3c-5b5b-8a37-000000000000')
  expect(response.status).toBe(200)
  expect(await response.text()).toBe('<title>page</title>')
})

test('nothing inline and nothing from elsewhere may run', async () => {
  const policy = (await get('/')).headers.get('content-security-policy') ?? ''
  expect(policy).toContain("script-src 'self'")
  expect(policy).not.toContain('unsafe')
  expect((await get('/')).headers.get('x-content-type-options')).toBe('nosniff')
})

test.each([
  '/%2e%2e/secret.txt',
  '/..%2fsecret.txt',
  '/assets/..%2f..%2fsecret.txt',
  '/%00',
  '/%ff',
])('no way out of the folder: %s', async (path) => {
  const response = await get(path)
  expect(await response.text()).not.toBe('secret')
  expect(response.headers.get('content-type')).toMatch(/json|html/)
})

test('a folder without a build says how to make one', async () => {
  const response = await from('none')('/')
  expect(response.status).toBe(503)
  expect(await response.json()).toEqual({
    detail: 'The page is not built: run npm run dashboard',
    code: 'not_built',
  })
})
