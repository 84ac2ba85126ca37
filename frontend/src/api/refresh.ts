/**
 * Asks again for what has news: within two seconds while that is cheap. All that is on the page has bytes to spend
 * together, which come back slowly, so that an open page costs little however much happens.
 */

import { isRefusal } from './api-error.ts'
import { costOf } from './costs.ts'

/** What comes back to the page, of answers with their heads: twelve kilobytes a minute. */
const BYTES_PER_SECOND = 200
/** What it may save up; what is large may always be asked for twice. */
const SAVED_BYTES = 4_500
const LEAST_MS = 2_000
const MOST_MS = 30_000

/** What may still be spent. */
type Purse = { bytes: number; at: number }

/** Takes what an answer costs, and says how long it has to wait for that. */
export function spend(purse: Purse, cost: number, now: number): number {
  const most = Math.max(SAVED_BYTES, 2 * cost)
  const found = Math.min(most, purse.bytes + ((now - purse.at) / 1_000) * BYTES_PER_SECOND)
  const lacking = Math.max(0, cost - found)
  purse.at = now
  purse.bytes = found - cost
  const wait = Math.min(MOST_MS, (lacking / BYTES_PER_SECOND) * 1_000)
  // What is asked for early all the same is not owed for ever.
  purse.bytes = Math.max(purse.bytes, (-MOST_MS / 1_000) * BYTES_PER_SECOND)
  return wait
}

/** What is asked of a query, and of the client that holds them all. */
type Query = {
  queryHash: string
  queryKey: readonly unknown[]
  state: { dataUpdatedAt: number; data: unknown; error: Error | null }
  isActive(): boolean
}
export type Queries = {
  getQueryCache(): { findAll(filter: { queryKey: readonly unknown[] }): Query[] }
  invalidateQueries(filter: { queryKey: readonly unknown[]; exact: boolean }): Promise<void>
}

export type Refresher = { onNews(topics: readonly string[]): void; stop(): void }

/** `stop` gives up what is still to be asked for. */
export function openRefresher(client: Queries, now: () => number = Date.now): Refresher {
  const waiting = new Map<string, ReturnType<typeof setTimeout>>()
  const purse: Purse = { bytes: Infinity, at: now() }
  const waitOf = (query: Query) => {
    if (!query.isActive()) return 0
    const cost = costOf(String(query.queryKey[1]))
    return Math.max(spend(purse, cost, now()), query.state.dataUpdatedAt + LEAST_MS - now())
  }
  const refresh = (query: Query) => {
    clearTimeout(waiting.get(query.queryHash))
    waiting.delete(query.queryHash)
    void client.invalidateQueries({ queryKey: query.queryKey, exact: true })
  }
  return {
    onNews(topics) {
      const concerned = topics.flatMap((topic) =>
        client.getQueryCache().findAll({ queryKey: [topic] }),
      )
      for (const query of concerned) {
        const { data, error } = query.state
        const isRefused = data === undefined && isRefusal(error)
        if (isRefused) continue
        // That a program is silent, or speaks again, is told on every page whatever it costs.
        if (query.queryKey[0] === 'all' && topics.includes('services')) {
          refresh(query)
          continue
        }
        if (waiting.has(query.queryHash)) continue
        const wait = waitOf(query)
        if (wait <= 0) refresh(query)
        else
          waiting.set(
            query.queryHash,
            setTimeout(() => refresh(query), wait),
          )
      }
    },
    stop() {
      for (const timer of waiting.values()) clearTimeout(timer)
      waiting.clear()
    },
  }
}
