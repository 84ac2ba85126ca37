import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newYorkDate } from '#shared/domain/market/calendar.ts'
import type { ParityBody } from '#shared/contracts/api/parity.ts'
import { command } from '../../../services/cli/commands/replay.ts'
import { exitOfReplay, tellParity } from '../../../services/cli/replay/tell.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { later, openEngineRig } from '../../helpers/engine.ts'
import { openReplayCommand } from '../../helpers/replay-command.ts'
import { NOON, seedRecommendation } from '../../helpers/trading.ts'

const { sql, url } = await cloneDatabase()
const rig = openEngineRig(sql, sql)
const objects = mkdtempSync(join(tmpdir(), 'stonks-replay-'))
afterAll(() => rmSync(objects, { recursive: true, force: true }))

const stonks = openReplayCommand({ url, objects })

beforeAll(async () => {
  await rig.reset()
  // Not sure enough of anything: a skip, which needs no more of the record than its recommendation.
  await seedRecommendation(sql, { ticker: 'AAA', confidence: 0.4 })
  await rig.run(NOON)
})

test('says what differs and what is the same, and keeps a certificate that can be checked', async () => {
  const first = await stonks('2024-06-03', '--json')
  const body = JSON.parse(first.out) as { decisions: number; differences: { part: string }[] }
  expect(body.decisions).toBe(1)
  // The seeded recommendation was judged by nothing.
  expect(new Set(body.differences.map(({ part }) => part))).toEqual(new Set(['recommendation']))
  expect(first.code).toBe(1)
  const made = await stonks('2024-06-03', '--certify', '--by', 'ann')
  expect(made.out).toContain('1 decisions, 0 come out the same, 1 do not, 0 cannot be replayed.')
  const checked = await stonks('2024-06-03', '--check')
  expect(checked.out).toContain('The signature is of this certificate')
  const [told] =
    await sql`select actor, entity_id, detail from audit_events where action = 'certify_replay'`
  expect(told).toMatchObject({ actor: 'ann', entityId: '2024-06-03', detail: { different: 1 } })
  await sql`update parity_certificates set body = jsonb_set(body, '{different}', '0')`
  const forged = await stonks('2024-06-03', '--check')
  expect(forged.out).toContain('The signature is not of this certificate')
  expect(forged.code).toBe(1)
})

test('a decision that is gone is a difference, in words, and signed', async () => {
  await seedRecommendation(sql, { ticker: 'BBB', generatedAt: later(10) })
  const { code, out } = await stonks('2024-06-03', '--certify')
  expect(out).toContain('No decision stands on 1 recommendations of the session')
  expect(out).toContain('decision_missing')
  expect(code).toBe(1)
  const checked = await stonks('2024-06-03', '--check')
  expect(checked.out).toContain('decision_missing')
  expect(checked.out).toContain('The signature is of this certificate')
  await sql`delete from recommendations where ticker = 'BBB'`
})

test('a day of which nothing comes out again is no proof', async () => {
  await sql`delete from decision_inputs`
  const { code, out } = await stonks('2024-06-03')
  expect(out).toContain('1 decisions, 0 come out the same, 0 do not, 1 cannot be replayed.')
  expect(out).toContain('Nothing of the day came out the same')
  expect(code).toBe(1)
})

test('today can be replayed, and not certified', async () => {
  const today = newYorkDate(new Date())
  await expect(command.run([today, '--certify'])).rejects.toThrow('not over')
})

test('of a day on which nothing was decided all is the same', async () => {
  const { code, out } = await stonks('2024-06-01')
  expect(code).toBe(0)
  expect(out).toContain('0 decisions')
})

test('tells decisions that are missing, and of how many it is known why', () => {
  const counts = { decisions: 0, equal: 0, different: 0, notReplayed: 0 }
  const hashes = { recordedSha256: '', replayedSha256: '', ordersSha256: '', settingsSha256: '' }
  const finding = {
    decisionId: '00000000-0000-4000-8000-000000000000',
    ticker: 'BBB',
    part: 'decision',
    field: 'of-that-one',
    recorded: 'trading was held back: paused',
    replayed: 'a decision on the recommendation to buy of then',
    cause: 'decision_missing',
  }
  const body: ParityBody = {
    ...counts,
    ...hashes,
    day: '2024-06-03',
    build: '',
    orders: { recorded: 0, replayed: 0 },
    depths: { none: 0, decision: 0, recommendation: 0, trend: 0, reading: 0 },
    missing: { all: 3, explained: 1 },
    differences: [finding],
    gaps: [],
    changedSince: [],
    left: 0,
  }
  const told = tellParity(body)
  expect(told).toContain('No decision stands on 3 recommendations of the session')
  expect(told).toContain('held for 1 of them')
  expect(told).toMatch(
    /BBB +decision of-that-one +trading was held back: paused +.*decision_missing/,
  )
  expect(exitOfReplay(body)).toBe(1)
  expect(exitOfReplay({ ...body, missing: { all: 3, explained: 3 } })).toBe(0)
  const { missing: _, ...older } = body
  expect(exitOfReplay(older)).toBe(0)
  expect(tellParity(older)).not.toContain('No decision stands')
})

test('takes one day that there is', async () => {
  await expect(command.run([])).rejects.toThrow('one day')
  await expect(command.run(['2024-02-31'])).rejects.toThrow('a day is such as')
  await expect(command.run(['2024-06-03', '--check', '--certify'])).rejects.toThrow('not both')
})
