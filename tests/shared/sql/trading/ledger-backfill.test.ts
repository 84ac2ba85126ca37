import { randomBytes } from 'node:crypto'
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { fc } from '@fast-check/vitest'
import { afterAll, expect, inject, test } from 'vitest'
import { openPostgres, type Sql } from '#shared/sql/open.ts'
import { migrate } from '#shared/sql/schema/migrate.ts'
import { readHighestEquity } from '#shared/sql/trading/snapshots.ts'
import { readReserve } from '#shared/sql/trading/reserve.ts'
import { foldWholeLedger, readWholeLedger } from '../../../helpers/ledger.ts'
import { seedFill } from '../../../helpers/trading.ts'
import { anyFills, minute } from '../../domain/ledger/any-fills.ts'

const MIGRATIONS = new URL('../../../../migrations/', import.meta.url)
const template = inject('postgresUrl')
const admin = openPostgres(template.replace(/\/stonks$/, '/postgres'), 1)
const opened: Sql[] = []
const folder = mkdtempSync(join(tmpdir(), 'stonks-migrations-'))

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await Promise.all(opened.map((sql) => sql.end({ timeout: 2 })))
  for (const { options } of opened) {
    const drop = `drop database if exists ${options.database}`
    // A worker of autovacuum belongs to the superuser, whom force may not end; without force it is sent away.
    await admin.unsafe(`${drop} with (force)`).catch(() => admin.unsafe(drop))
  }
  await admin.end()
})

/** A database as a release before the ledger left it. */
async function openOld(): Promise<Sql> {
  for (const name of readdirSync(MIGRATIONS).filter((file) => /^00\d\d-.+\.sql$/.test(file)))
    cpSync(new URL(name, MIGRATIONS), join(folder, name))
  const name = `old_${randomBytes(6).toString('hex')}`
  await admin.unsafe(`create database ${name} template template0`)
  const sql = openPostgres(template.replace(/\/stonks$/, `/${name}`), 1)
  opened.push(sql)
  await migrate(sql, { folder: pathToFileURL(`${folder}/`) })
  return sql
}

test('a database that has fills comes to the ledger that their fold gives', async () => {
  const old = await openOld()
  const [fills] = fc.sample(fc.array(anyFills, { minLength: 25, maxLength: 25 }), {
    numRuns: 1,
    seed: 20240603,
  })
  for (const [ticker, own] of (fills ?? []).entries()) {
    for (const { executionId, filledAt, ...rest } of own)
      await seedFill(old, {
        ...rest,
        ticker: `T${ticker}`,
        id: `${ticker}-${executionId}`,
        at: filledAt,
      })
  }
  await migrate(old)
  const { positions: _now, ...ledger } = await readWholeLedger(old)
  const { positions: _then, ...folded } = await foldWholeLedger(old)
  expect((ledger['trades'] as unknown[]).length).toBeGreaterThan(10)
  expect(ledger).toEqual(folded)
  expect(await old`select from order_fills where not booked`).toHaveLength(0)
})

test('its profits shared before stay shared, its reserve and its highest equity stand', async () => {
  const old = await openOld()
  const one = { ticker: 'AAA', quantity: '1' }
  await seedFill(old, { ...one, id: 'a', side: 'buy', price: '10', at: minute(0) })
  await seedFill(old, { ...one, id: 'b', side: 'sell', price: '20', at: minute(1) })
  await seedFill(old, { ...one, id: 'c', side: 'buy', price: '10', at: minute(2) })
  await seedFill(old, { ...one, id: 'd', side: 'sell', price: '30', at: minute(3) })
  await old`insert into reserve_pool_ledger (at, amount, balance_after, trigger_type, closing_execution_id)
    values (now(), 2, 2, 'siphon', 'b')`
  for (const [place, equity] of [100, 140, 120].entries()) {
    await old`insert into portfolio_snapshots (taken_at, session_date, cash, positions_value, equity, realised_pnl,
        unrealised_pnl, active_pool, open_positions)
      values (${minute(place)}, '2024-06-03', ${equity}, 0, ${equity}, 0, 0, ${equity}, 0)`
  }
  await migrate(old)
  expect(await old`select execution_id, profit::float from ledger_closings`).toEqual([
    { executionId: 'd', profit: 20 },
  ])
  expect(await readReserve(old)).toBe('2.000000')
  expect(await readHighestEquity(old, '1')).toBe('140.000000')
})
