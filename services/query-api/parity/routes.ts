/** Answers about replays: certificates that were made, and a new one of a day. */

import type { parityRoutes } from '#shared/contracts/api/parity.ts'
import type { Answers } from '#shared/contracts/api/route.ts'
import type { Objects } from '#shared/clients/objects/store.ts'
import { newYorkDate } from '#shared/domain/market/calendar.ts'
import { readParity, signParity } from '#shared/explain/parity/certificate.ts'
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
import type { Access } from '../access/open.ts'

type Parts = { sql: Sql; clock: Clock; objects: Objects; access: Pick<Access, 'keys'> }

export function answerParity({
  sql,
  clock,
  objects,
  access: { keys },
}: Parts): Answers<typeof parityRoutes> {
  return {
    'GET /api/parity': async ({ query }) => {
      const rows = await listCertificates(sql, query)
      return rows.map((row) => readParity(keys, row))
    },
    'GET /api/parity/:id': async ({ id }) => {
      const row = await readCertificate(sql, id)
      return row && readParity(keys, row)
    },
    'POST /api/parity/:id': async ({ id, tell }) => {
      if (id > newYorkDate(clock.now()))
        throw new Refusal(422, `${id} is still to come: nothing was decided`, 'day_to_come')
      const body = await replayDay({ sql, objects, build: readEnv('BUILD') }, id)
      const made = signParity(keys, body, clock.now())
      await saveCertificate(sql, made)
      const { decisions, equal, different, notReplayed } = body
      tell({ subject: id, after: { decisions, equal, different, notReplayed } })
      return readParity(keys, made)
    },
  }
}
