/**
 * Asks again for what has news. What was read a while ago is asked for at once; in a busy minute each
 * answer only so often as it is cheap, so that an open page costs little however much happens.
 */

import { costOf } from './costs.ts'

/** What one answer may cost in a second, its head included. */
const BYTES_PER_SECOND = 150
const LEAST_MS = 2_000
const MOST_MS = 30_000

/** How long an answer of so many bytes is left alone. */
export function gapOf(bytes: number): number {
  return Math.min(MOST_MS, Math.max(LEAST_MS, (bytes / BYTES_PER_SECOND) * 1_000))
}

/** What is asked of a query, and of the client that holds them all. */
type Query = {
  queryHash: string
  queryKey: readonly unknown[]
  state: { dataUpdatedAt: number }
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
  const refresh = (query: Query) => {
    waiting.delete(query.queryHash)
    void client.invalidateQueries({ queryKey: query.queryKey, exact: true })
  }
  return {
    onNews(topics) {
      const concerned = topics.flatMap((topic) =>
        client.getQueryCache().findAll({ queryKey: [topic] }),
      )
      for (const query of concerned) {
        if (waiting.has(query.queryHash)) continue
        const due = query.state.dataUpdatedAt + gapOf(costOf(String(query.queryKey[1])))
        const wait = query.isActive() ? due - now() : 0
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
