/** Who may read /metrics: it tells the equity, so a port that one can reach is no leave. */

import { afterEach, describe, expect, test, vi } from 'vitest'
import { TOKEN_PREFIX } from '#shared/host/auth/secrets.ts'
import { openAuthenticate } from '../../../../services/query-api/access/authenticate.ts'
import { readMetricsToken } from '../../../../services/query-api/access/metrics-token.ts'
import { openApi } from '../api.ts'
import { openTestAccess } from './browser.ts'

const METRICS_TOKEN = 'a bearer of Prometheus, 32 characters or more'

const { call, sql } = await openApi({ authenticate: (arrived) => authenticate(arrived) })
const authenticate = openAuthenticate(openTestAccess(sql, { metricsToken: METRICS_TOKEN }))
const withoutToken = openAuthenticate(openTestAccess(sql))
const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } })

afterEach(() => vi.unstubAllEnvs())

describe('/metrics', () => {
  test('tells nothing to who has not signed in', async () => {
    const response = await call('/metrics')
    const text = await response.text()
    expect(response.status).toBe(401)
    expect(JSON.parse(text)).toMatchObject({ code: 'sign_in' })
    expect(text).not.toContain('stonks_equity')
  })

  test('is told to who sends METRICS_TOKEN', async () => {
    const response = await call('/metrics', bearer(METRICS_TOKEN))
    expect(response.status).toBe(200)
    expect(await response.text()).toContain('stonks_postgres_up 1\n')
  })

  test.each([
    ['another', `${METRICS_TOKEN}.`],
    ['none', ''],
    ['one of the form of an API token', TOKEN_PREFIX + 'x'.repeat(43)],
  ])('is not told to who sends %s', async (_, token) => {
    expect((await call('/metrics', bearer(token))).status).toBe(401)
  })
})

test('METRICS_TOKEN opens nothing else, and changes nothing', async () => {
  for (const path of ['/api/orders', '/api/access/people', '/api/live', '/metrics/x']) {
    const asked = new Request(`http://page${path}`, bearer(METRICS_TOKEN))
    await expect(authenticate({ request: asked })).rejects.toMatchObject({ status: 401 })
  }
  const posted = new Request('http://page/metrics', { method: 'POST', ...bearer(METRICS_TOKEN) })
  await expect(authenticate({ request: posted })).rejects.toMatchObject({ status: 401 })
})

test('where none is set, an empty one is none', async () => {
  for (const token of ['', METRICS_TOKEN]) {
    const request = new Request('http://page/metrics', bearer(token))
    await expect(withoutToken({ request })).rejects.toMatchObject({ status: 401 })
  }
})

test('one that could be guessed is refused at the start', () => {
  vi.stubEnv('METRICS_TOKEN', 'short')
  expect(() => readMetricsToken()).toThrow(/METRICS_TOKEN: expected at least 32 characters/)
  vi.stubEnv('METRICS_TOKEN', METRICS_TOKEN)
  expect(readMetricsToken()).toBe(METRICS_TOKEN)
})
