/** Polygon's REST: who may ask, how often, and which endpoint answers. */

import { json, type WorldAnswer, type WorldRequest, type WorldRoute } from '../http/answer.ts'
import type { ClientLimit } from '../http/limit.ts'
import type { HasKeys } from '../http/keys.ts'
import { hexOf } from '../contents/random.ts'
import { answerGrouped, answerRange, type BarSource } from './polygon-bars.ts'
import { answerNews, type NewsSource } from './polygon-news.ts'
import { answerReference } from './polygon-reference.ts'
import { PolygonRefusal } from './polygon-refusal.ts'

export type PolygonSource = BarSource &
  NewsSource & {
    limit: ClientLimit | undefined
    hasKeys: HasKeys
  }

const RANGE = /^\/v2\/aggs\/ticker\/([^/]+)\/range\/([^/]+)\/([^/]+)\/([^/]+)\/([^/]+)$/
const GROUPED = /^\/v2\/aggs\/grouped\/locale\/us\/market\/stocks\/([^/]+)$/

export function polygonRoute(source: PolygonSource): WorldRoute {
  return (ask) => {
    const requestId = hexOf(32, ask.path, ask.query.toString(), source.clock.now().getTime())
    if (keyOf(ask) === '') return refuse(401, requestId, 'API Key was not provided')
    if (!source.hasKeys(keyOf(ask))) return refuse(401, requestId, 'Unknown API Key')
    if (source.limit && !source.limit.take(keyOf(ask))) {
      return refuse(
        429,
        requestId,
        "You've exceeded the maximum requests per minute, please wait or upgrade your " +
          'subscription to continue. https://polygon.io/pricing',
      )
    }
    try {
      const found = answerPath(source, ask, requestId)
      return (
        found ?? json(404, { status: 'NOT_FOUND', request_id: requestId, message: 'Not found.' })
      )
    } catch (fault) {
      if (fault instanceof PolygonRefusal) return refuse(400, requestId, fault.message)
      throw fault
    }
  }
}

function answerPath(
  source: PolygonSource,
  ask: WorldRequest,
  requestId: string,
): WorldAnswer | undefined {
  if (ask.method !== 'GET' && ask.method !== 'HEAD') return undefined
  if (ask.path === '/v2/reference/news') return answerNews(source, ask, requestId)
  const range = RANGE.exec(ask.path)
  if (range) {
    const [ticker, multiplier, timespan, from, to] = range.slice(1) as [
      string,
      string,
      string,
      string,
      string,
    ]
    return answerRange(source, ask, { ticker, multiplier, timespan, from, to, requestId })
  }
  const grouped = GROUPED.exec(ask.path)
  if (grouped) return answerGrouped(source, ask, grouped[1] as string, requestId)
  return answerReference(source, ask, requestId)
}

function keyOf({ query, headers }: WorldRequest): string {
  return query.get('apiKey') ?? /^Bearer (.+)$/.exec(headers['authorization'] ?? '')?.[1] ?? ''
}

function refuse(status: number, requestId: string, error: string): WorldAnswer {
  return json(status, { status: 'ERROR', request_id: requestId, error })
}
