/** A process that stands still within a transaction: what it holds is let go. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { openPostgres } from '#shared/sql/open.ts'
import { lockBook } from '#shared/sql/trading/locks.ts'
import { cloneDatabase } from '../../helpers/database.ts'

const { url, sql } = await cloneDatabase()
await sql`create table accounts_of_test (name text primary key, money integer not null)`
await sql`insert into accounts_of_test values ('one', 0)`

/** Changes a row and says so, commits once a line is said to it, and says how that ended. */
const HOLDER = `
import { once } from 'node:events'
import { openPostgres } from '#shared/sql/open.ts'
const sql = openPostgres(process.argv[1], 1)
const done = sql.begin(async (tx) => {
  await tx\`update accounts_of_test set money = 1\`
  console.log('holds')
  await once(process.stdin, 'data')
  await tx\`update accounts_of_test set money = money + 1\`
})
console.log(await done.then(() => 'committed', ({ message }) => message))
console.log((await sql\`select money from accounts_of_test\`)[0].money)
process.exit()
`

test('another goes on, and the one that comes to itself is told', { timeout: 30_000 }, async () => {
  const holder = spawn(process.execPath, ['--input-type=module', '-e', HOLDER, url], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let said = ''
  holder.stdout.on('data', (bytes: Buffer) => (said += bytes))
  try {
    await expect.poll(() => said, { timeout: 10_000 }).toBe('holds\n')
    holder.kill('SIGSTOP')
    const other = openPostgres(url, 1)
    expect(await other`update accounts_of_test set money = 10`).toMatchObject({ count: 1 })
    await other.end()
    holder.kill('SIGCONT')
    holder.stdin.write('\n')
    await once(holder, 'exit')
    expect(said).toMatch(/^holds\n.*(?:CONNECTION_CLOSED|ended its session).*\n10\n$/)
  } finally {
    holder.kill('SIGKILL')
  }
})

/**
 * Takes the book and is frozen amid a question: its text is with the server, its values are not. The
 * driver writes the text when the loop turns, and the values once the server has told their types.
 */
const ASKER = `
import { setImmediate as turn } from 'node:timers/promises'
import { openPostgres } from '#shared/sql/open.ts'
import { lockBook } from '#shared/sql/trading/locks.ts'
const sql = openPostgres(process.argv[1], 1)
const done = sql.begin(async (tx) => {
  await lockBook(tx)
  const asked = tx\`select \${1}::int as amid\`.execute()
  await turn()
  await turn()
  console.log('asks')
  process.kill(process.pid, 'SIGSTOP')
  await asked
})
console.log(await done.then(() => 'committed', ({ message }) => message))
process.exit()
`

test('the book is let go of one that was frozen amid a question', { timeout: 60_000 }, async () => {
  const asker = spawn(process.execPath, ['--input-type=module', '-e', ASKER, url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  asker.stdout.on('data', (bytes: Buffer) => (said += bytes))
  try {
    await expect.poll(() => said, { timeout: 10_000 }).toBe('asks\n')
    const amid =
      await sql`select from pg_stat_activity where state = 'active' and query like '%as amid%'
      and datname = current_database() and pid <> pg_backend_pid()`
    expect(amid).toHaveLength(1)
    const other = openPostgres(url, 1)
    await other.begin(lockBook)
    await other.end()
    asker.kill('SIGCONT')
    await once(asker, 'exit')
    expect(said).toMatch(
      /^asks\n.*(?:transaction timeout|ended its session|CONNECTION_CLOSED).*\n$/,
    )
  } finally {
    asker.kill('SIGKILL')
  }
})
