/** The dashboard's nginx says and does what query-api does where it serves the page itself. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { pageHeaders } from '../../services/query-api/page-headers.ts'
import { servePage } from '../../services/query-api/page.ts'

const conf = readFileSync('images/nginx.conf', 'utf8')

test('sends the page with the headers that query-api sends', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'stonks-page-'))
  writeFileSync(join(folder, 'index.html'), '')
  const { headers } = await servePage(folder)({ url: 'http://x/' })
  rmSync(folder, { recursive: true })

  const sent = [...conf.matchAll(/^ *add_header (\S+) "([^"]+)" always;$/gm)].map(
    ([, name = '', value]) => [name, value],
  )
  expect(sent.length).toBeGreaterThan(0)
  expect(Object.fromEntries(headers)).toMatchObject(Object.fromEntries(sent))
  expect(Object.fromEntries(sent)).toEqual(pageHeaders)
})

test('leads to query-api alone, which asks who is there', () => {
  const led = [...conf.matchAll(/set \$service (\S+);/g)].map(([, service]) => service)
  expect(led).toEqual(['query-api'])
  const passes = [...conf.matchAll(/proxy_pass (\S+);/g)].map(([, to]) => to)
  expect(new Set(passes)).toEqual(new Set(['http://$service$domain:8000']))
})

test('passes live updates on as they come', () => {
  const live = /location = \/api\/live \{[^]*?\n {4}\}/.exec(conf)?.[0]
  expect(live).toContain('proxy_buffering off')
})

test('writes below /tmp alone', () => {
  const places = [...conf.matchAll(/^\s*(?:pid|\w+_temp_path) (\S+);/gm)].map(([, place]) => place)
  expect(places).toHaveLength(6)
  for (const place of places) expect(place).toMatch(/^\/tmp\//)
})
