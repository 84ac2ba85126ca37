/** Who is let in, and who is not: through the page's proxy, at a service, at a function behind the shared gateway. */

import * as v from 'valibot'
import { ask, type Said } from '../../helpers/ask.ts'
import type { Bed } from '../bed.ts'
import { reach } from '../reach.ts'
import type { Report } from '../report.ts'

const Link = v.object({ url: v.string() })
const Me = v.looseObject({
  person: v.nullable(v.looseObject({ name: v.string(), role: v.string() })),
  enrolOnly: v.boolean(),
})
/** As `kubectl port-forward` shows the page, where there is no Ingress. */
const PAGE = { host: 'localhost:8080', origin: 'http://localhost:8080' }
const JSON_TYPE = { 'content-type': 'application/json' }

export type Doors = {
  /** Statuses, by what was tried. */
  refused: Record<string, number>
  person: string | undefined
  enrolOnly: boolean
}

/** Signs in by a link of `stonks link`, and knocks at every door without. */
export async function tryDoors(bed: Bed, report: Report): Promise<Doors> {
  const page = await reach(bed.place, bed.namespace, 'dashboard')
  try {
    const at = `http://${page.host}:${page.port}`
    const refused = { ...(await knock(at)), ...(await knockInside(bed)) }
    const made = v.parse(Link, JSON.parse(await stonks(bed, 'link', '--json')))
    const link = new URL(made.url).hash.replace('#link=', '')
    const signedIn = await ask(at, {
      method: 'POST',
      path: '/api/access/link',
      headers: { ...PAGE, ...JSON_TYPE },
      body: JSON.stringify({ link }),
    })
    const me = await ask(at, {
      path: '/api/access/me',
      headers: { ...PAGE, cookie: cookiesOf(signedIn) },
    })
    const { person, enrolOnly } = v.parse(Me, JSON.parse(me.text))
    report.add(bed.mode, {
      what: 'knocking without a sign-in or a signature',
      wanted: '401, 404, 405 or 421',
      found: Object.entries(refused)
        .map(([what, status]) => `${what} ${status}`)
        .join(', '),
    })
    report.add(bed.mode, {
      what: 'a one-time link of `stonks link`, through the page’s proxy',
      wanted: 'signs in; without a passkey to enrol one, and no more',
      found: `${signedIn.status}: ${person?.name}, ${person?.role}${enrolOnly ? ', may enrol' : ''}`,
    })
    return { refused, person: person?.role, enrolOnly }
  } finally {
    page.close()
  }
}

async function knock(at: string): Promise<Record<string, number>> {
  const tries: Record<string, Parameters<typeof ask>[1]> = {
    'the overview': { path: '/api/overview', headers: PAGE },
    'the switch': {
      method: 'POST',
      path: '/api/pipeline/toggle',
      headers: { ...PAGE, ...JSON_TYPE },
      body: '{"enabled":false,"reason":"x"}',
    },
    '/metrics below the API': { path: '/api/metrics', headers: PAGE },
    'another method': { method: 'DELETE', path: '/api/overview', headers: PAGE },
    'a strange host': { path: '/api/overview', headers: { host: 'evil.example' } },
  }
  const all = Object.entries(tries).map(
    async ([what, asked]) => [what, (await ask(at, asked)).status] as const,
  )
  return Object.fromEntries(await Promise.all(all))
}

/** From pods that the walls let through to them. */
async function knockInside(bed: Bed): Promise<Record<string, number>> {
  const event = {
    specversion: '1.0',
    id: 'b1a1c1d1-0000-4000-8000-000000000001',
    source: '/stonks/nobody',
    type: 'stonks.recommendation',
    datacontenttype: 'application/json',
    data: { ticker: 'AAPL', window: '7d' },
  }
  const url = `http://recommendation.${bed.namespace}.svc.cluster.local`
  const pump = await knockFrom(bed, 'query-api', 'http://trading-engine:8000/api/trading/status')
  const pods = bed.pods.names('recommendation', 'pump')
  const from = pods[0] ? `pod/${pods[0]}` : undefined
  if (!from) return { 'trading-engine': pump }
  const script = fetchScript(url, event)
  const status = Number(await bed.kubectl('exec', from, '-c', 'pump', '--', 'node', '-e', script))
  return { 'trading-engine': pump, 'a function': status }
}

const fetchScript = (url: string, event?: object) =>
  `fetch(${JSON.stringify(url)}, ${JSON.stringify(
    event
      ? {
          method: 'POST',
          headers: { 'content-type': 'application/cloudevents+json' },
          body: JSON.stringify(event),
        }
      : {},
  )}).then(({ status }) => console.log(status))`

async function knockFrom(bed: Bed, service: string, url: string): Promise<number> {
  const where = ['exec', `deploy/${service}`, '-c', service, '--', 'node', '-e']
  return Number(await bed.kubectl(...where, fetchScript(url)))
}

function stonks(bed: Bed, ...args: string[]): Promise<string> {
  const where = ['exec', 'deploy/query-api', '-c', 'query-api', '--', 'node', 'stonks.mjs']
  return bed.kubectl(...where, ...args)
}

function cookiesOf({ headers }: Said): string {
  return (headers['set-cookie'] ?? []).map((cookie) => cookie.split(';')[0]).join('; ')
}
