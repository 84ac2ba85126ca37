/** Goal: a replay that is asked for over the API holds nobody up, and certifies only what is over. */

import * as v from 'valibot'
import { beforeAll, expect, test } from 'vitest'
import { ParityCertificate } from '#shared/contracts/api/parity.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import { readParityRow } from '#shared/explain/parity/certificate.ts'
import { deriveAuthKeys } from '#shared/host/auth/keys.ts'
import { listCertificates } from '#shared/sql/provenance/certificates.ts'
import { inParityTurn } from '#shared/sql/provenance/parity-turn.ts'
import { answerParity } from '../../../services/query-api/parity/routes.ts'
import { memoryObjects } from '../../helpers/memory-objects.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { later, openEngineRig } from '../../helpers/engine.ts'
import { NOON, seedRecommendation } from '../../helpers/trading.ts'

const { sql, as } = await cloneDatabase()
const rig = openEngineRig(sql, sql)
const DAY = '2024-06-03'

const SECRET = 'a secret of more than thirty-two characters'

type Asked = { replayMs?: number; tell?: (row: unknown) => void }

function answers(now: Date, { replayMs, tell = () => undefined }: Asked = {}) {
  const keys = deriveAuthKeys(SECRET)
  const parts = { sql: as('stonks_api'), objects: memoryObjects(), access: { keys } }
  const given = { ...parts, clock: { now: () => now }, ...(replayMs !== undefined && { replayMs }) }
  const ask = answerParity(given as never)['POST /api/parity/:id']
  return (id: string) => ask({ id, tell } as never) as Promise<Served<ParityCertificate>>
}

beforeAll(async () => {
  await rig.reset()
  await seedRecommendation(sql, { ticker: 'AAA', confidence: 0.4 })
  await rig.run(NOON)
})

test('a day that is not over is refused', async () => {
  await expect(answers(NOON)(DAY)).rejects.toMatchObject({ status: 409, code: 'day_not_over' })
  await expect(answers(NOON)('2024-06-04')).rejects.toMatchObject({ code: 'day_not_over' })
})

test('while one replays, whoever asks in any process is told; the next may when it is done', async () => {
  const ask = answers(later(24 * 60))
  const turn = await inParityTurn(sql, 60_000, () => Promise.allSettled([ask(DAY)]))
  expect(turn).toMatchObject({
    isTaken: true,
    made: [{ reason: { status: 409, code: 'replaying' } }],
  })
  await expect(ask(DAY)).resolves.toMatchObject({ isGenuine: true })
})

test('a decision that is gone is in the certificate, its list and the audit', async () => {
  const told: unknown[] = []
  const recommendationId = await seedRecommendation(sql, { ticker: 'BBB', generatedAt: later(5) })
  // Later than the certificates before it: each moment has its own.
  const made = await answers(later(25 * 60), { tell: (row) => told.push(row) })(DAY)
  expect(made).toMatchObject({
    isGenuine: true,
    body: { decisions: 1, missing: { all: 1, explained: 0 } },
  })
  expect(made.body.differences).toContainEqual(
    expect.objectContaining({ ticker: 'BBB', field: recommendationId, cause: 'decision_missing' }),
  )
  expect(v.parse(ParityCertificate, JSON.parse(JSON.stringify(made)))).toBeDefined()
  expect(told).toMatchObject([{ after: { decisions: 1, missing: 1 } }])
  const keys = deriveAuthKeys(SECRET)
  const [row] = await listCertificates(as('stonks_api'), { sort: '-day' as never, limit: 1 })
  expect(readParityRow(keys, row!)).toMatchObject({
    isGenuine: true,
    summary: { missing: { all: 1, explained: 0 } },
  })
  await sql`delete from recommendations where ticker = 'BBB'`
})

test('a turn that a dead process kept ends by itself', async () => {
  // Another process took it, and will never give it back.
  await sql`update parity_turn set holder = gen_random_uuid(), held_until = now() + interval '1 hour'`
  const ask = answers(later(24 * 60))
  await expect(ask(DAY)).rejects.toMatchObject({ status: 409, code: 'replaying' })
  await sql`update parity_turn set held_until = now() - interval '1 second'`
  await expect(ask(DAY)).resolves.toMatchObject({ isGenuine: true })
})

test('one that takes too long is given up, and keeps nothing', async () => {
  await sql`truncate parity_certificates`
  const ask = answers(later(24 * 60), { replayMs: 0 })
  await expect(ask(DAY)).rejects.toMatchObject({ status: 503, code: 'replay_too_long' })
  expect(await sql`select from parity_certificates`).toHaveLength(0)
  // And the way is free again.
  await expect(ask(DAY)).rejects.toMatchObject({ code: 'replay_too_long' })
})
