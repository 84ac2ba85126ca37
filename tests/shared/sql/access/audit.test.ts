import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { appendAudit, commandActor, readAudit, serviceActor } from '#shared/sql/access/audit.ts'
import { verifyAudit } from '#shared/sql/access/verify-audit.ts'
import { migrate } from '#shared/sql/schema/migrate.ts'
import { openPostgres } from '#shared/sql/open.ts'
import { retain } from '../../../../services/scheduler/retention.ts'
import { windowDefaults } from '#shared/sql/retention/windows.ts'
import { clearAudit, withoutGuards } from '../../../helpers/audit.ts'
import { cloneDatabase, emptyDatabase } from '../../../helpers/database.ts'

const { sql, url } = await cloneDatabase()
const NOON = new Date('2024-03-14T16:00:00Z')
const DAY_MS = 86_400_000

beforeEach(() => clearAudit(sql))

const add = (subject: string, now = NOON) =>
  sql.begin((tx) =>
    appendAudit(tx, {
      by: {
        kind: 'person',
        id: 'f3f8d5f0-0000-4000-8000-000000000001',
        name: 'alice',
        from: '::1',
      },
      action: 'limits_set',
      does: 'sets the limits',
      subject,
      before: { most: '1.50', ünï: ['"', '\\', null] },
      after: { most: '2' },
      reason: 'so',
      traceId: '0af7651916cd43dd8448eb211c80319c',
      now,
    }),
  )

/** Rows with subjects 1 to n; returns their ids. */
async function addRows(count: number, now = NOON): Promise<number[]> {
  for (let n = 1; n <= count; n += 1) await add(String(n), now)
  const rows = await sql<{ id: number }[]>`
    select audit_event_id as id from audit_events order by audit_event_id`
  return rows.map(({ id }) => id)
}

test('a row says who, from where, what, before, after, why and how it ended', async () => {
  await add('orders')
  expect(await readAudit(sql, { limit: 5 })).toEqual([
    {
      auditId: expect.any(Number) as number,
      at: expect.any(Date) as Date,
      actorKind: 'person',
      actor: 'alice',
      from: '::1',
      action: 'limits_set',
      does: 'sets the limits',
      subject: 'orders',
      before: { most: '1.50', ünï: ['"', '\\', null] },
      after: { most: '2' },
      reason: 'so',
      outcome: 'done',
      traceId: '0af7651916cd43dd8448eb211c80319c',
      hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    },
  ])
})

test('rows are read newest first, of one actor, after an id', async () => {
  const ids = await addRows(4)
  await sql.begin((tx) =>
    appendAudit(tx, { by: serviceActor('risk-engine'), action: 'x', subject: '5', now: NOON }),
  )
  const subjects = async (filter: Parameters<typeof readAudit>[1]) =>
    (await readAudit(sql, filter)).map(({ subject }) => subject)
  expect(await subjects({ limit: 2 })).toEqual(['5', '4'])
  expect(await subjects({ limit: 9, actor: 'alice', after: ids[2] })).toEqual(['2', '1'])
})

test('a change that does not stand leaves no row, and no place in the chain', async () => {
  await add('1')
  const failing = sql.begin(async (tx) => {
    await appendAudit(tx, { by: commandActor('bob'), action: 'x', subject: '2', now: NOON })
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  await add('3')
  expect(await verifyAudit(sql)).toMatchObject({ checked: 2, head: { position: 2 } })
})

test.each([
  `update audit_events set reason = 'other'`,
  'update audit_events set position = null',
  'update audit_events set hash = digest',
  'delete from audit_events',
  'truncate audit_events',
  'delete from audit_forgotten',
  'truncate audit_forgotten',
])('the database refuses: %s', async (statement) => {
  await addRows(2)
  await sql`delete from audit_past where entity_id = '1'`
  await expect(sql.unsafe(statement)).rejects.toThrow('is append-only')
  expect((await verifyAudit(sql)).fault).toBeUndefined()
})

test('what a writer says of time, place and hash is not taken', async () => {
  await sql`insert into audit_events (at, business_at, actor, action, entity_type, entity_id, position, hash, digest)
    values ('2001-01-01', ${NOON}, 'x', 'x', 'x', 'x', 7, sha256('x'), sha256('x'))`
  expect(await verifyAudit(sql)).toMatchObject({ checked: 1, head: { position: 1 } })
  const [row] = await readAudit(sql, { limit: 1 })
  expect(row!.at.getTime()).toBeGreaterThan(Date.parse('2020-01-01'))
})

test('writers at once keep one chain, in whatever order they lock what else there is', async () => {
  const others = Array.from({ length: 4 }, () => openPostgres(url, 2))
  await Promise.all(
    others.flatMap((own, writer) =>
      Array.from({ length: 10 }, (_, n) =>
        own.begin(async (tx) => {
          const entry = { by: commandActor(`w${writer}`), action: 'x', subject: `${n}`, now: NOON }
          if (n % 2) await appendAudit(tx, entry)
          await tx`select pg_advisory_xact_lock(hashtext('book'))`
          if (n % 2 === 0) await appendAudit(tx, entry)
          await appendAudit(tx, entry)
        }),
      ),
    ),
  )
  await Promise.all(others.map((own) => own.end()))
  expect(await verifyAudit(sql)).toMatchObject({ checked: 80, head: { position: 80 } })
})

test('a writer waits for nobody until it commits', async () => {
  const other = openPostgres(url, 1)
  const entry = { by: commandActor('a'), action: 'x', subject: '1', now: NOON }
  await sql.begin(async (tx) => {
    await appendAudit(tx, entry)
    await other.begin((second) => appendAudit(second, entry))
  })
  await other.end()
  expect(await verifyAudit(sql)).toMatchObject({ checked: 2 })
})

describe('is found:', () => {
  const fields = [
    `at = at + interval '1 microsecond'`,
    `business_at = business_at - interval '1 day'`,
    `actor_kind = 'service'`,
    `actor_id = ''`,
    `actor = 'bob'`,
    `asked_from = '::2'`,
    `action = 'limits_read'`,
    `does = ''`,
    `entity_type = 'x'`,
    `entity_id = '33'`,
    'before = null',
    `detail = '{"most": "20"}'`,
    `reason = ''`,
    `outcome = 'refused'`,
    'trace_id = null',
  ].map((change): Change => [change, 'digest differs'])
  type Change = [change: string, says: string]
  test.each<Change>([
    ...fields,
    [`reason = '', digest = sha256('x')`, 'digest differs'],
    [`hash = sha256('x')`, 'does not follow'],
    ['digest = null', 'no digest'],
  ])('a row changed by "%s"', async (change, says) => {
    const place = 3
    const ids = await addRows(5)
    await withoutGuards(sql, [`update audit_events set ${change} where position = ${place}`])
    const { fault, checked } = await verifyAudit(sql)
    expect(fault).toMatchObject({ auditId: ids[place - 1], position: place })
    expect(fault!.says).toContain(says)
    expect(checked).toBe(place - 1)
  })

  test('a row changed with its digest made anew', async () => {
    const ids = await addRows(5)
    await withoutGuards(sql, [
      `update audit_events set reason = '' where position = 3`,
      `update audit_events a set digest = sha256(convert_to(audit_text(a), 'UTF8')) where position = 3`,
    ])
    expect((await verifyAudit(sql)).fault).toEqual({
      auditId: ids[2],
      position: 3,
      says: 'it does not follow the row before it: its hash differs',
    })
  })

  test('a row changed, with the function that digests changed to tell the old story', async () => {
    await addRows(2)
    const [own] = await sql<{ text: string }[]>`
      select pg_get_functiondef('audit_text'::regproc) as text`
    onTestFinished(async () => void (await sql.unsafe(own!.text)))
    await withoutGuards(sql, [
      `update audit_events set reason = '' where position = 1`,
      `create or replace function audit_text(told audit_events) returns text language sql as 'select ''x'''`,
    ])
    expect((await verifyAudit(sql)).fault?.position).toBe(1)
  })

  test('rows deleted from the middle', async () => {
    const ids = await addRows(5)
    await withoutGuards(sql, ['delete from audit_events where position in (2, 3)'])
    expect((await verifyAudit(sql)).fault).toEqual({
      auditId: ids[3],
      position: 4,
      says: 'of the rows at places 2 to 3 nothing is left: they were deleted',
    })
  })

  test('a row deleted, with the places closed up', async () => {
    const ids = await addRows(5)
    await withoutGuards(sql, [
      'delete from audit_events where position = 2',
      'update audit_events set position = position - 1 where position = 3',
      'update audit_events set position = position - 1 where position = 4',
      'update audit_events set position = position - 1 where position = 5',
      'update audit_head set position = 4',
    ])
    const { fault } = await verifyAudit(sql)
    expect(fault).toMatchObject({ auditId: ids[2], position: 2 })
    expect(fault!.says).toContain('does not follow')
  })

  test('two rows that changed places', async () => {
    const ids = await addRows(5)
    await withoutGuards(sql, [
      'update audit_events set position = -1 where position = 2',
      'update audit_events set position = 2 where position = 3',
      'update audit_events set position = 3 where position = -1',
    ])
    const { fault } = await verifyAudit(sql)
    expect(fault).toMatchObject({ auditId: ids[2], position: 2 })
    expect(fault!.says).toContain('does not follow')
  })

  test('the words of two rows that changed places', async () => {
    await addRows(5)
    await withoutGuards(sql, [
      `update audit_events set entity_id = case position when 2 then '3' else '2' end where position in (2, 3)`,
    ])
    expect((await verifyAudit(sql)).fault).toMatchObject({ position: 2 })
  })

  test('a row forged past the end, without a place and with one', async () => {
    await addRows(3)
    const forged = `insert into audit_events (business_at, actor, action, entity_type, entity_id, position, digest, hash)`
    await withoutGuards(sql, [
      `${forged} values (now(), 'eve', 'x', 'x', 'x', null, sha256('x'), sha256('x'))`,
    ])
    expect((await verifyAudit(sql)).fault).toMatchObject({
      position: null,
      says: 'it has no place in the chain: it was forged',
    })
    await withoutGuards(sql, [
      `delete from audit_events where position is null`,
      `${forged} values (now(), 'eve', 'x', 'x', 'x', 4, sha256('x'), sha256('x'))`,
      `update audit_events a set digest = sha256(convert_to(audit_text(a), 'UTF8')) where position = 4`,
      `update audit_events a set hash = sha256((select hash from audit_events where position = 3) || digest)
        where position = 4`,
    ])
    const { fault } = await verifyAudit(sql)
    expect(fault).toMatchObject({ position: 4 })
    expect(fault!.says).toContain('rows were added past it')
  })

  test('rows gone from the end', async () => {
    await addRows(5)
    await withoutGuards(sql, ['delete from audit_events where position > 3'])
    const { fault } = await verifyAudit(sql)
    expect(fault).toMatchObject({ auditId: null, position: 3 })
    expect(fault!.says).toContain('rows are gone from its end')
  })

  test('rows gone from the end and the head with them, by a head noted before: else they are not', async () => {
    await addRows(5)
    const { head } = await verifyAudit(sql)
    await withoutGuards(sql, [
      'delete from audit_events where position > 3',
      'update audit_head set position = 3, hash = (select hash from audit_events where position = 3)',
    ])
    expect((await verifyAudit(sql)).fault).toBeUndefined()
    expect((await verifyAudit(sql, head)).fault).toMatchObject({ position: 3 })
    await add('6')
    await add('7')
    const { fault } = await verifyAudit(sql, head)
    expect(fault).toMatchObject({ position: 5 })
    expect(fault!.says).toContain('not the one noted')
  })

  test('a digest of a row that retention took, changed or gone', async () => {
    await addRows(4)
    await sql`delete from audit_past where entity_id in ('2', '3')`
    expect(await verifyAudit(sql)).toMatchObject({ checked: 2, forgotten: 2 })
    await withoutGuards(sql, [`update audit_forgotten set digest = sha256('x') where position = 2`])
    expect((await verifyAudit(sql)).fault).toMatchObject({ position: 4 })
    await withoutGuards(sql, ['delete from audit_forgotten where position = 2'])
    expect((await verifyAudit(sql)).fault).toMatchObject({ position: 3 })
  })
})

test('retention takes rows, and the chain still holds; a row of an order’s decision stays', async () => {
  const now = new Date(NOON.getTime() + 100 * DAY_MS)
  await addRows(3)
  await add('4', now)
  const both = await Promise.all([
    retain(sql, windowDefaults, now),
    retain(sql, windowDefaults, now),
  ])
  expect(both.map(({ gone }) => gone.audit_events ?? 0).toSorted()).toEqual([0, 3])
  expect(await verifyAudit(sql)).toMatchObject({ checked: 1, forgotten: 3, head: { position: 4 } })
  await add('5', now)
  expect(await verifyAudit(sql)).toMatchObject({ checked: 2, forgotten: 3, head: { position: 5 } })
})

test('rows of before the migration are the beginning of the chain', async () => {
  const { sql: old } = await emptyDatabase()
  const product = new URL('../../../../migrations/', import.meta.url)
  const folder = mkdtempSync(join(tmpdir(), 'stonks-audit-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const name of readdirSync(product).filter((each) => each < '0140'))
    cpSync(new URL(name, product), join(folder, name))
  await migrate(old, { folder: pathToFileURL(`${folder}/`) })
  await old`insert into audit_events (business_at, actor, action, entity_type, entity_id, detail)
    select ${NOON}, 'operator', 'pause', 'service', g::text, '{"a": 1.50}' from generate_series(1, 30) g`
  await migrate(old)
  await old.begin((tx) =>
    appendAudit(tx, { by: commandActor('bob'), action: 'x', subject: '1', now: NOON }),
  )
  expect(await verifyAudit(old)).toMatchObject({ checked: 31, head: { position: 31 } })
  expect((await readAudit(old, { limit: 50 })).at(-1)).toMatchObject({
    actorKind: 'person',
    subject: '1',
    after: { a: 1.5 },
    outcome: 'done',
  })
})
