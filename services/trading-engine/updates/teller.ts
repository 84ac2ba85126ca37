/** Writes how the stream of order updates stands: its row of `market_streams`, and what of it could not be used. */

import { UPDATES } from '#shared/clients/alpaca/updates-socket.ts'
import { beginning } from '#shared/domain/document/text/cut.ts'
import type { Clock } from '#shared/host/clock.ts'
import type { Logger } from '#shared/host/log.ts'
import { openOutage } from '#shared/host/outage.ts'
import {
  saveProgress,
  saveStanding,
  saveStreamRejects,
  type StreamReject,
  type StreamStanding,
} from '#shared/sql/market/streams.ts'
import type { Sql } from '#shared/sql/open.ts'

export type TellerSite = {
  sql: Sql
  clock: Clock
  log: Logger
  /** Throws while the record is not as this code needs it. */
  schema: { pass(): Promise<void> }
}

/** Odd messages kept of one writing; the others are counted with them. */
const ODD_MAX = 20
const ITEM_MAX = 4_096

/** What came since it was written last. */
export type HeardSince = { heardAt: Date | null; odd: Map<string, StreamReject> }

export function noteOdd({ odd }: HeardSince, reason: string, text: string): void {
  const item = beginning(text, ITEM_MAX)
  const key = `${reason} ${item}`
  const known = odd.get(key) ?? (odd.size < ODD_MAX ? undefined : [...odd.values()].at(-1))
  if (known) known.times += 1
  else odd.set(key, { reason, item, times: 1 })
}

export type StreamTeller = (standing: StreamStanding, heard?: HeardSince) => Promise<void>

/** Writes how it stands, in the order it was told, and logs where that is another than before. */
export function openTeller({ sql, clock, log, schema }: TellerSite): StreamTeller {
  const outage = openOutage(log, {
    begins: 'how the stream of order updates stands cannot be written',
    ends: 'how the stream of order updates stands is written again',
  })
  let before = ''
  let last = Promise.resolve()
  const write = async (stands: StreamStanding, heard?: HeardSince) => {
    const { state, reason, failures, nextTryAt } = stands
    if (before !== `${state} ${reason}`) {
      const level = state === 'waiting' ? 'warn' : 'info'
      log[level]({ state, failures, nextTryAt }, `order updates: ${state}, ${reason}`)
    }
    before = `${state} ${reason}`
    const odd = [...(heard?.odd.values() ?? [])]
    heard?.odd.clear()
    const now = clock.now()
    try {
      await schema.pass()
      await sql.begin(async (tx) => {
        await saveStanding(tx, UPDATES, stands, now)
        await saveProgress(tx, UPDATES, { heardAt: heard?.heardAt ?? null, wholeUntil: null })
        await saveStreamRejects(tx, UPDATES, odd, now)
      })
      outage.over()
    } catch (fault) {
      outage.met(fault)
    }
  }
  return (stands, heard) => (last = last.then(() => write(stands, heard)))
}
