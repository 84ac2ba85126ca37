import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newYorkDate } from '#shared/domain/market/calendar.ts'
import { childEnv } from '#shared/host/env.ts'
import { command } from '../../../services/cli/commands/replay.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { openEngineRig } from '../../helpers/engine.ts'
import { NOON, seedRecommendation } from '../../helpers/trading.ts'

const { sql, url } = await cloneDatabase()
const rig = openEngineRig(sql, sql)
const objects = mkdtempSync(join(tmpdir(), 'stonks-replay-'))
afterAll(() => rmSync(objects, { recursive: true, force: true }))

/** The command as a person runs it. */
function stonks(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const secret = 'a secret of more than thirty-two characters'
  const env = childEnv({ DATABASE_URL: url, OBJECTS_DIR: objects, SERVICE_SECRET: secret })
  return new Promise((resolve) => {
    const file = join(import.meta.dirname, '../../../services/cli/main.ts')
    execFile(process.execPath, [file, 'replay', ...args], { env }, (fault, out, err) => {
      resolve({ code: fault ? Number(fault.code) : 0, out, err })
    })
  })
}

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

test('takes one day that there is', async () => {
  await expect(command.run([])).rejects.toThrow('one day')
  await expect(command.run(['2024-02-31'])).rejects.toThrow('a day is such as')
  await expect(command.run(['2024-06-03', '--check', '--certify'])).rejects.toThrow('not both')
})
