/** A transaction whose session the server ended: nothing of it reaches the next one. */

import { expect, test } from 'vitest'
import { openPostgres, type Sql, type Tx } from '#shared/sql/open.ts'
import { cloneDatabase } from '../../helpers/database.ts'

const { url, sql: admin } = await cloneDatabase()
await admin`create table effects (name text primary key)`

/** A pool of one connection, so that whatever is asked next takes the same. */
async function withPool(check: (pool: Sql) => Promise<void>): Promise<void> {
  const pool = openPostgres(url, 1)
  try {
    await check(pool)
  } finally {
    await pool.end({ timeout: 1 })
  }
}

async function sessionOf(tx: Tx): Promise<number> {
  const [row] = await tx<{ pid: number }[]>`select pg_backend_pid() as pid`
  return row!.pid
}

/** Resolves when the server has ended it. */
async function endSession(pid: number): Promise<void> {
  await admin`select pg_terminate_backend(${pid}, 5000)`
}

async function untilSleeping(pid: number): Promise<void> {
  await expect
    .poll(() => admin`select 1 from pg_stat_activity where pid = ${pid} and wait_event = 'PgSleep'`)
    .toHaveLength(1)
}

const names = async () =>
  (await admin<{ name: string }[]>`select name from effects order by name`).map(({ name }) => name)

test('a session that ends under a query fails the transaction, and the pool goes on', async () => {
  await withPool(async (pool) => {
    const transaction = pool.begin(async (tx) => {
      const pid = await sessionOf(tx)
      const sleeping = tx`select pg_sleep(600)`
      sleeping.catch(() => undefined)
      await untilSleeping(pid)
      await endSession(pid)
      await sleeping
    })
    await expect(transaction).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' })
    // The driver gives the first that asks again the words with which the session ended.
    await expect.poll(() => pool`select 1 as one`.catch(() => [])).toEqual([{ one: 1 }])
  })
})

test('one that ends between two queries fails the next of them', async () => {
  await withPool(async (pool) => {
    const said: unknown[] = []
    let done: Promise<void> | undefined
    const run = async (tx: Tx) => {
      await endSession(await sessionOf(tx))
      await expect.poll(() => said).toHaveLength(1)
      await tx`insert into effects values ('between')`.catch((fault: unknown) => said.push(fault))
      await tx
        .savepoint((inner) => inner`insert into effects values ('savepoint')`)
        .catch((fault: unknown) => said.push(fault))
    }
    await pool.begin((tx) => (done = run(tx))).catch((fault: unknown) => said.push(fault))
    await done
    expect(said).toHaveLength(3)
    expect([...(await pool`select 1 as one`)]).toEqual([{ one: 1 }])
    expect(await names()).toEqual([])
  })
})

test('nothing of it is stored in the session that takes its place, alone or within another transaction', async () => {
  await withPool(async (pool) => {
    let ended = () => {}
    let refused = 0
    const isOver = new Promise<void>((resolve) => (ended = resolve))
    const asks = Promise.withResolvers<void>()
    let late: Promise<void> | undefined
    const run = async (tx: Tx) => {
      await endSession(await sessionOf(tx))
      await asks.promise
      for (const name of ['late', 'later']) {
        await tx`insert into effects values (${name})`.catch(() => (refused += 1))
      }
      ended()
    }
    await pool.begin((tx) => (late = run(tx))).catch(() => undefined)
    await pool
      .begin(async (tx) => {
        await tx`insert into effects values ('of another')`
        asks.resolve()
        await isOver
        await late
        await tx`insert into effects values ('of another, again')`
        throw new Error('taken back')
      })
      .catch(() => undefined)
    expect(refused).toBe(2)
    expect(await names()).toEqual([])
  })
})

test('transactions with options, savepoints and parallel queries run as they did', async () => {
  await withPool(async (pool) => {
    const rows = await pool.begin('isolation level repeatable read', async (tx) => {
      await tx`insert into effects values ('kept')`
      await tx
        .savepoint(async (inner) => {
          await inner`insert into effects values ('taken back')`
          throw new Error('no')
        })
        .catch(() => undefined)
      await tx.savepoint('named', (inner) => inner`insert into effects values ('inner')`)
      const [one, level] = await Promise.all([
        tx`select count(*)::int as count from effects`,
        tx`select current_setting('transaction_isolation') as level`,
      ])
      return [...one, ...level]
    })
    expect(rows).toEqual([{ count: 2 }, { level: 'repeatable read' }])
    expect(await names()).toEqual(['inner', 'kept'])
  })
})
