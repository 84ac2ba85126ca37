/** What a row of the audit costs its transaction, against the same row in a table without a chain. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { appendAudit, commandActor } from '#shared/sql/access/audit.ts'
import { verifyAudit } from '#shared/sql/access/verify-audit.ts'
import { migrate } from '#shared/sql/schema/migrate.ts'
import { openPostgres, type Sql } from '#shared/sql/open.ts'
import { freePorts } from '../../services/local/embedded/ports.ts'
import { startPostgres, throwaway } from '../../services/local/embedded/postgres.ts'
import { median } from './median.ts'

const ROWS = 500
const PAIRS = 9
const entry = {
  by: commandActor('alice'),
  action: 'limits_set',
  subject: 'limits',
  before: { most: '1' },
  after: { most: '2' },
  now: new Date(0),
}

/** Milliseconds a transaction of one row; `ratio` is how many times as long ours takes. */
export async function bench() {
  const folder = mkdtempSync(join(tmpdir(), 'stonks-audit-'))
  const [port] = (await freePorts(1)) as [number]
  const postgres = await startPostgres(join(folder, 'data'), port, throwaway)
  const sql = openPostgres(postgres.url, 1)
  try {
    await migrate(sql)
    await sql`create table unchained (like audit_events including defaults including identity including indexes)`
    const pairs: { ours: number; peer: number }[] = []
    for (let pair = 0; pair <= PAIRS; pair += 1)
      pairs.push({
        ours: await time(() => sql.begin((tx) => appendAudit(tx, entry))),
        peer: await time(() => sql.begin((tx) => unchained(tx))),
      })
    const [ours, peer] = (['ours', 'peer'] as const).map((side) =>
      median(pairs.slice(1).map((pair) => pair[side])),
    ) as [number, number]
    process.stderr.write(`verify: ${await verified(sql)} rows a second\n`)
    return { name: 'audit', ours, peer, ratio: ours / peer, unit: 'ms a row' }
  } finally {
    await sql.end({ timeout: 2 })
    await postgres.stop('immediate')
    rmSync(folder, { recursive: true, force: true })
  }
}

async function unchained(tx: Parameters<typeof appendAudit>[0]): Promise<void> {
  await tx`
    insert into unchained (business_at, actor, action, entity_type, entity_id, before, detail)
    values (${entry.now}, 'alice', ${entry.action}, '', ${entry.subject}, ${tx.json(entry.before)},
      ${tx.json(entry.after)})`
}

async function time(once: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  for (let row = 0; row < ROWS; row += 1) await once()
  return Math.round(((performance.now() - began) / ROWS) * 1_000) / 1_000
}

async function verified(sql: Sql): Promise<number> {
  const began = performance.now()
  const { checked, fault } = await verifyAudit(sql)
  if (fault) throw new Error(`Verify: ${fault.says}`)
  return Math.round((checked * 1_000) / (performance.now() - began))
}
