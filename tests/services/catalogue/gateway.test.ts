/** Goal: the names that gateways of trading bots use are answered as the route that each of them is. */

import { expect, test } from 'vitest'
import { catalogue } from '#shared/contracts/api/catalogue.ts'
import { gatewayPaths } from '#shared/contracts/api/gateway.ts'
import { person } from '../../helpers/principals.ts'
import { openWhole } from './whole.ts'

const { call, sql, useDoor, post } = await openWhole()
useDoor(() => Promise.resolve(person('operator')))

const names = Object.entries(gatewayPaths)
const paths = new Set(Object.keys(catalogue).map((key) => key.split(' ')[1]))

test('each is another name of a path that there is, and of one alone', () => {
  for (const [name, path] of names) {
    expect(paths, name).toContain(path)
    expect(paths, name).not.toContain(name)
  }
})

test.each(names.filter(([name, path]) => !name.includes(':') && `GET ${path}` in catalogue))(
  '%s reads what %s reads',
  async (name, path) => {
    const [byName, byPath] = [await call(name), await call(path)]
    expect([byName.status, byPath.status]).toEqual([200, 200])
    expect(await byName.json()).toEqual(await byPath.json())
  },
)

test('goes on page by page under the name it was asked by', async () => {
  const response = await call('/api/news?limit=2')
  expect(response.headers.get('link')).toMatch(/^<\/api\/news\?limit=2&after=[\w-]+>; rel="next"$/)
})

test('a thing is read by its id', async () => {
  const [first] = (await (await call('/api/signals?limit=1')).json()) as {
    recommendationId: string
  }[]
  const { brief } = (await (await call(`/api/signals/${first!.recommendationId}`)).json()) as {
    brief: { recommendationId: string }
  }
  expect(brief.recommendationId).toBe(first!.recommendationId)
})

test('a change is held to the same rights, and the audit has it by the route’s own name', async () => {
  const paused = await post('/api/controls/pause', { reason: 'by another name' })
  expect(paused.status).toBe(200)
  const rows = await sql<{ action: string }[]>`
    select action from audit_events where reason = 'by another name'`
  expect(rows).toEqual([{ action: 'POST /api/trading/pause' }])
  useDoor(() => Promise.resolve(person('viewer')))
  expect((await post('/api/controls/pause', { reason: 'x' })).status).toBe(403)
})

test('another method says which there are', async () => {
  useDoor(() => Promise.resolve(person('operator')))
  const refused = await call('/api/news', { method: 'DELETE' })
  expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET'])
})
