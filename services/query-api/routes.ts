/** The page's API. Every route is one line: parse, read, answer. */

import { Router, type IRequest } from 'itty-router'
import * as v from 'valibot'
import { answer, found, guardChange, readBody, refuse, toDetail } from './answer.ts'
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
  const query = <S extends v.GenericSchema>(schema: S, request: IRequest) => v.parse(schema, request.query)

  return Router({ catch: toDetail })
    .get('/api/overview', async () => answer(await reads.overview()))
    .get('/api/pipeline', async () => answer(await reads.pipeline()))
    .get('/api/documents', async (r: IRequest) => answer(await reads.documents(query(q.DocumentQuery, r))))
    .get('/api/documents/:id', async (r: IRequest) => answer(found(await reads.document(id(r)), 'such document')))
    .get('/api/trends', async (r: IRequest) => answer(await reads.trends(query(q.TrendQuery, r))))
    .get('/api/recommendations', async (r: IRequest) => answer(await reads.recommendations(query(q.RecommendationQuery, r))))
    .get('/api/recommendations/:id', async (r: IRequest) => answer(found(await reads.brief(id(r)), 'such recommendation')))
    .get('/api/decisions', async (r: IRequest) => answer(await reads.decisions(query(q.DecisionQuery, r))))
    .get('/api/orders', async (r: IRequest) => answer(await reads.orders(query(q.OrderQuery, r))))
    .get('/api/orders/:id', async (r: IRequest) => answer(found(await reads.order(id(r)), 'such order')))
    .get('/api/orders/:id/explain', async (r: IRequest) => answer(found(await reads.explain(id(r)), 'such order')))
    .get('/api/positions', async (r: IRequest) => answer(await reads.positions(query(q.PositionQuery, r))))
    .get('/api/equity', async (r: IRequest) => answer(await reads.equity(query(q.EquityQuery, r))))
    .get('/api/companies', async (r: IRequest) => answer(await reads.companies(query(q.CompanyQuery, r))))
    .get('/api/dead-letters', async (r: IRequest) => answer(await reads.deadLetters(query(q.DeadLetterQuery, r))))
    .post('/api/dead-letters/:id/replay', guardChange, async (r: IRequest) =>
      answer(found(await reads.replay(id(r)), 'such dead letter')))
    .get('/api/pipeline/toggle', async () => answer(await reads.toggle()))
    .post('/api/pipeline/toggle', guardChange, async (r: IRequest) =>
      answer(await reads.setToggle(v.parse(q.ToggleBody, await readBody(r)))))
    .get('/api/live', live)
    .get('/metrics', async () => new Response(await metrics(), { headers: { 'content-type': METRICS_TYPE } }))
    .all('/api/*', (r: IRequest) => refuse(404, `No route ${r.method} ${new URL(r.url).pathname}`))
    .get('*', page)
    .all('*', (r: IRequest) => refuse(405, `No ${r.method} here`))
}
