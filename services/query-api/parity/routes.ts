/** Answers about replays: certificates that were made, and a new one of a day. */

import type { parityRoutes } from '#shared/contracts/api/parity.ts'
import type { Answers } from '#shared/contracts/api/route.ts'
import type { Objects } from '#shared/clients/objects/store.ts'
import { newYorkDate } from '#shared/domain/market/calendar.ts'
import { readParity, readParityRow, signParity } from '#shared/explain/parity/certificate.ts'
import { replayDay } from '#shared/explain/parity/replay-day.ts'
import type { Clock } from '#shared/host/clock.ts'
import { readEnv } from '#shared/host/env.ts'
import { Refusal } from '#shared/host/refusal.ts'
import type { Sql } from '#shared/sql/open.ts'
import {
  listCertificates,
  readCertificate,
  saveCertificate,
} from '#shared/sql/provenance/certificates.ts'
import { inParityTurn } from '#shared/sql/provenance/parity-turn.ts'
import { keptFrom } from '#shared/sql/retention/windows.ts'
import type { Access } from '../access/open.ts'

/** A replay that takes longer is one for the command line. */
const REPLAY_MS = 120_000

type Parts = {
  sql: Sql
  clock: Clock
  objects: Objects
  access: Pick<Access, 'keys'>
  replayMs?: number
}

export function answerParity({
  sql,
  clock,
  objects,
  access: { keys },
  replayMs = REPLAY_MS,
}: Parts): Answers<typeof parityRoutes> {
  /** One at a time in all processes, and none for ever: pages are served by this process too. */
  async function replay(day: string) {
    const signal = AbortSignal.timeout(replayMs)
    const asOf = clock.now()
    const inputsFrom = keptFrom('decision_inputs', asOf, readEnv('RETENTION_DAYS'))
    const parts = { sql, objects, build: readEnv('BUILD'), inputsFrom, asOf, signal }
    const replayed = await inParityTurn(sql, replayMs, async () => {
      try {
        return await replayDay(parts, day)
      } catch (fault) {
        if (!signal.aborted || fault !== signal.reason) throw fault
        const says = `it takes longer than ${replayMs / 1000} s: stonks replay ${day} --certify takes its time`
        throw new Refusal(503, says, 'replay_too_long', {}, { cause: fault })
      }
    })
    if (replayed.isTaken) return replayed.made
    const says = 'another day is being replayed: ask again when it is done'
    throw new Refusal(409, says, 'replaying')
  }
  return {
    'GET /api/parity': async ({ query }) => {
      const rows = await listCertificates(sql, query)
      return rows.map((row) => readParityRow(keys, row))
    },
    'GET /api/parity/:id': async ({ id, query: { certificate } }) => {
      const row = await readCertificate(sql, id, certificate)
      return row && readParity(keys, row)
    },
    'POST /api/parity/:id': async ({ id, tell }) => {
      if (id >= newYorkDate(clock.now()))
        throw new Refusal(409, `${id} is not over in New York`, 'day_not_over')
      const body = await replay(id)
      const made = signParity(keys, body, clock.now())
      await saveCertificate(sql, made)
      const { decisions, equal, different, notReplayed, missing } = body
      const after = { decisions, equal, different, notReplayed, missing: missing?.all ?? 0 }
      tell({ subject: id, after })
      return readParity(keys, made)
    },
  }
}
