/** The page's API. Every route is one line: parse, read, answer. */

import { Router, type IRequest } from 'itty-router'
import * as v from 'valibot'
import { readJson } from '#shared/host/json-api.ts'
import { found, guardChange, refuse, toAnswer, toDetail } from './answer.ts'
import * as q from './queries.ts'
import type { Reads } from './reads.ts'

export type Routes = {
  reads: Reads
  /** Server-sent events that tell what changed. */
  live: (request: IRequest) => Response
  /** Prometheus text. */
  metrics: () => Promise<string>
  /** A file of the built page, or the page itself. */
  page: (request: IRequest) => Promise<Response>
}

const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8'

export function routes({ reads, live, metrics, page }: Routes) {
  const id = ({ params }: IRequest) => v.parse(q.Id, params['id'])
  const query = <S extends v.GenericSchema>(schema: S, request: IRequest) =>
    v.parse(schema, request.query)

  return Router({ catch: toDetail, finally: [toAnswer] })
    .get('/api/overview', () => reads.overview())
    .get('/api/pipeline', () => reads.pipeline())
    .get('/api/documents', (r: IRequest) => reads.documents(query(q.DocumentQuery, r)))
    .get('/api/documents/:id', (r: IRequest) => reads.document(id(r)).then(found('document')))
    .get('/api/trends', (r: IRequest) => reads.trends(query(q.TrendQuery, r)))
    .get('/api/recommendations', (r: IRequest) =>
      reads.recommendations(query(q.RecommendationQuery, r)),
    )
    .get('/api/recommendations/:id', (r: IRequest) =>
      reads.brief(id(r)).then(found('recommendation')),
    )
    .get('/api/decisions', (r: IRequest) => reads.decisions(query(q.DecisionQuery, r)))
    .get('/api/orders', (r: IRequest) => reads.orders(query(q.OrderQuery, r)))
    .get('/api/orders/:id', (r: IRequest) => reads.order(id(r)).then(found('order')))
    .get('/api/orders/:id/explain', (r: IRequest) => reads.explain(id(r)).then(found('order')))
    .get('/api/positions', (r: IRequest) => reads.positions(query(q.PositionQuery, r)))
    .get('/api/equity', (r: IRequest) => reads.equity(query(q.EquityQuery, r)))
    .get('/api/companies', (r: IRequest) => reads.companies(query(q.CompanyQuery, r)))
    .get('/api/dead-letters', (r: IRequest) => reads.deadLetters(query(q.DeadLetterQuery, r)))
    .post('/api/dead-letters/:id/replay', guardChange, (r: IRequest) =>
      reads.replay(id(r)).then(found('dead letter')),
    )
    .get('/api/pipeline/toggle', () => reads.toggle())
    .post('/api/pipeline/toggle', guardChange, (r: IRequest) =>
      readJson(r).then((body) => reads.setToggle(v.parse(q.ToggleBody, body))),
    )
    .get('/api/live', live)
    .get('/metrics', () =>
      metrics().then((text) => new Response(text, { headers: { 'content-type': METRICS_TYPE } })),
    )
    .all('/api/*', (r: IRequest) => refuse(404, `No route ${r.method} ${new URL(r.url).pathname}`))
    .get('*', page)
    .all('*', (r: IRequest) => refuse(405, `No ${r.method} here`))
}
