/** Hears notices of a channel, so that what waits for one need not ask again and again. */

import type { Sql } from './open.ts'

type Hearing = {
  /** Begins, where it has not; after `end` it begins anew. */
  begin(): Promise<void>
  end(): Promise<void>
}

/** A lost notice is never told: who hears looks by itself as well. */
export function openHearing(sql: Sql, channel: string, onNotice: () => void): Hearing {
  let hearing: { unlisten(): Promise<void> } | undefined
  return {
    async begin() {
      hearing ??= await sql.listen(channel, onNotice)
    },
    async end() {
      const last = hearing
      hearing = undefined
      await last?.unlisten().catch(() => undefined)
    },
  }
}
