/** Every address the page reads, what comes back, and which news makes it old. */

import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { DocumentPage } from '../../services/query-api/documents/document.ts'
import type { BriefPage } from '../../services/query-api/signals/brief.ts'
import type { OrderPage } from '../../services/query-api/trading/order.ts'
import type { Overview } from '../../services/query-api/overview/overview.ts'
import type { PipelineView } from '../../services/query-api/operators/stages.ts'
import type { Explanation } from '#shared/explain/link.ts'
import type { CompanyRow } from '../../services/query-api/universe/companies.ts'
import type { DeadLetter } from '../../services/query-api/operators/dead-letters.ts'
import type { DecisionRow } from '../../services/query-api/trading/decisions.ts'
import type { DocumentRow } from '../../services/query-api/documents/documents.ts'
import type { OrderRow } from '../../services/query-api/trading/orders.ts'
import type { EquityPoint } from '../../services/query-api/trading/equity.ts'
import type { PositionRow } from '../../services/query-api/trading/positions.ts'
import type { Topic } from '../../services/query-api/live/topic-marks.ts'
import type { RecommendationRow } from '../../services/query-api/signals/recommendations.ts'
import type { TrendRow } from '../../services/query-api/signals/trends.ts'

/** What a value is after its way through JSON. */
export type Wire<T> = T extends Date
  ? string
  : T extends readonly (infer U)[]
    ? Wire<U>[]
    : T extends object
      ? { [K in keyof T]: Wire<T[K]> }
      : T

/** Even without a live connection nothing on the page is older than this. */
const REFETCH_MS = 15_000

/** The answer to a request that was refused, in the server's words. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly status: number

  constructor(status: number, detail: string) {
    super(detail)
    this.status = status
  }
}

/**
 * Reads or changes one address.
 *
 * @throws ApiError with the server's words, or an Error that says that nothing answers.
 */
export async function ask<T>(path: string, body?: unknown): Promise<T> {
  const change = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }
  const response = await fetch(path, body === undefined ? {} : change).catch((cause: unknown) => {
    throw new Error('The API does not answer', { cause })
  })
  const value: unknown = await response.json().catch(() => ({ detail: response.statusText }))
  if (response.ok) return value as T
  throw new ApiError(response.status, (value as { detail?: string }).detail ?? response.statusText)
}

type Query = Record<string, string | number | undefined>

function read<T>(topic: Topic | 'overview', path: string, query: Query = {}) {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '')
  const search = new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString()
  const address = search ? `${path}?${search}` : path
  return queryOptions({
    queryKey: [topic, address],
    queryFn: () => ask<Wire<T>>(address),
    refetchInterval: REFETCH_MS,
    placeholderData: keepPreviousData,
  })
}

export const overviewQuery = () => read<Overview>('overview', '/api/overview')
export const pipelineQuery = () => read<PipelineView>('pipeline', '/api/pipeline')
export const deadLettersQuery = (query: Query = {}) =>
  read<DeadLetter[]>('pipeline', '/api/dead-letters', query)
export const documentsQuery = (query: Query = {}) =>
  read<DocumentRow[]>('documents', '/api/documents', query)
export const documentQuery = (id: string) => read<DocumentPage>('documents', `/api/documents/${id}`)
export const trendsQuery = (query: Query = {}) => read<TrendRow[]>('trends', '/api/trends', query)
export const recommendationsQuery = (query: Query = {}) =>
  read<RecommendationRow[]>('recommendations', '/api/recommendations', query)
export const briefQuery = (id: string) =>
  read<BriefPage>('recommendations', `/api/recommendations/${id}`)
export const decisionsQuery = (query: Query = {}) =>
  read<DecisionRow[]>('decisions', '/api/decisions', query)
export const ordersQuery = (query: Query = {}) => read<OrderRow[]>('orders', '/api/orders', query)
export const orderQuery = (id: string) => read<OrderPage>('orders', `/api/orders/${id}`)
/** Checks every link anew, so it is asked for once a look. */
export const explainQuery = (id: string) => ({
  ...read<Explanation>('orders', `/api/orders/${id}/explain`),
  refetchInterval: false as const,
})
export const positionsQuery = (query: Query = {}) =>
  read<PositionRow[]>('portfolio', '/api/positions', query)
export const equityQuery = (range: string) =>
  read<EquityPoint[]>('portfolio', '/api/equity', { range })
export const companiesQuery = (query: Query = {}) =>
  read<CompanyRow[]>('documents', '/api/companies', query)
