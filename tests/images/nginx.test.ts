/** The dashboard's nginx says and does what query-api does where it serves the page itself. */

import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { servePage } from '../../services/query-api/page.ts'

const conf = readFileSync('images/nginx.conf', 'utf8')

test('sends the page with the headers that query-api sends', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'stonks-page-'))
  writeFileSync(join(folder, 'index.html'), '')
  const { headers } = await servePage(folder)({ url: 'http://x/' })
  rmSync(folder, { recursive: true })

  const sent = [...conf.matchAll(/^ *add_header (\S+) (?:"([^"]+)"|(\S+)) always;$/gm)].map(
    ([, name = '', quoted, bare]) => [name.toLowerCase(), quoted ?? bare],
  )
  expect(sent.length).toBeGreaterThan(0)
  expect(Object.fromEntries(headers)).toMatchObject(Object.fromEntries(sent))
  for (const name of ['content-security-policy', 'referrer-policy', 'x-frame-options'])
    expect(Object.fromEntries(sent)).toHaveProperty([name])
})

test('leads to services that there are', () => {
  const services = globSync('services/*/index.ts').map((file) => basename(join(file, '..')))
  const led = [...conf.matchAll(/set \$service (\S+);/g)].map(([, service]) => service)
  expect(new Set(led)).toEqual(
    new Set(['query-api', 'symbol-registry', 'risk-engine', 'trading-engine']),
  )
  for (const service of led) expect(services).toContain(service)
})

test('passes live updates on as they come', () => {
  const live = /location = \/api\/live \{([^}]*)\}/.exec(conf)?.[1]
  expect(live).toContain('proxy_buffering off')
})

test('writes below /tmp alone', () => {
  const places = [...conf.matchAll(/^\s*(?:pid|\w+_temp_path) (\S+);/gm)].map(([, place]) => place)
  expect(places).toHaveLength(6)
  for (const place of places) expect(place).toMatch(/^\/tmp\//)
})
