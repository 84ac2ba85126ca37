import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import type { HeldFile } from '#shared/clients/lake/engine.ts'
import { fileKey, LAKE_BUCKET, PARQUET } from '#shared/clients/lake/names.ts'
import { writeParquet } from '#shared/clients/lake/parquet.ts'
import { ICEBERG, LAKEHOUSE } from '#shared/clients/trino/names.ts'
import { runStatement } from '#shared/clients/trino/statement.ts'
import { syncTrino } from '#shared/clients/trino/sync.ts'
import type { NamedShape } from '#shared/clients/trino/table-sync.ts'
import { VERSION_COLUMNS, type Cell } from '#shared/contracts/lake/columns.ts'
import { openGate } from '../../../helpers/gate.ts'
import { openTrinoObjects, trino, whyNoTrino } from '../../../helpers/trino.ts'

const name = `t${randomBytes(6).toString('hex')}`
const shape: NamedShape = {
  name,
  columns: [{ name: 'k', type: 'text', says: 'k' }, ...VERSION_COLUMNS],
  keyColumns: ['k'],
}
const { signal } = new AbortController()
const ask = async (place: typeof ICEBERG, text: string) =>
  (await runStatement(trino, { text, ...place }, signal)).rows
const DAYS = 12
const ROWS = 5_000

afterAll(async () => {
  for (const place of [LAKEHOUSE, ICEBERG])
    for (const text of [`drop view if exists ${name}`, `drop table if exists ${name}_versions`])
      await ask(place, text)
}, 600_000)

async function storeDays(month: string): Promise<HeldFile[]> {
  const files: HeldFile[] = []
  for (let day = 1; day <= DAYS; day += 1) {
    const date = `${month}-${String(day).padStart(2, '0')}`
    const rows = Array.from({ length: ROWS }, (_, nth): Cell[] => [`${date} ${nth}`, nth, nth])
    const bytes = await writeParquet(shape.columns, rows)
    const key = fileKey(name, date, 'whole')
    await openTrinoObjects().put(LAKE_BUCKET, key, bytes, PARQUET)
    files.push({ fact: name, day: date, key, bytes: bytes.length, sha256: '' })
  }
  return files
}

const appends = (which: string) =>
  ask(
    ICEBERG,
    `select count(*) from system.runtime.queries where ${which}
      and query like 'insert into "iceberg"."stonks_iceberg"."${name}_versions"%'`,
  )
const count = () => ask(ICEBERG, `select count(*) from ${name}_versions`)

describe.skipIf(whyNoTrino !== '')(`a real Trino${whyNoTrino}`, { timeout: 600_000 }, () => {
  it('copies each row once though a sync was killed while Trino appended', async () => {
    const files = await storeDays('2019-01')
    const child = spawn(
      process.execPath,
      ['--no-warnings', fileURLToPath(new URL('sync-child.ts', import.meta.url))],
      { stdio: ['pipe', 'ignore', 'inherit'] },
    )
    child.stdin.end(JSON.stringify({ settings: trino, shape, files }))
    await expect.poll(() => appends('true'), { timeout: 300_000, interval: 50 }).toEqual([[1]])
    child.kill('SIGKILL')
    await once(child, 'exit')
    await syncTrino({
      settings: trino,
      tables: [shape],
      held: () => Promise.resolve(files),
      signal,
      tell: () => undefined,
    })
    expect(await appends(`state not in ('FINISHED', 'FAILED')`)).toEqual([[0]])
    expect(await count()).toEqual([[DAYS * ROWS]])
  })

  it('copies each row once though Trino was away while it appended', async () => {
    const files = await storeDays('2019-02')
    const gate = await openGate(trino.url)
    const [[before]] = (await appends('true')) as [[number]]
    const sync = () =>
      syncTrino({
        settings: { ...trino, url: gate.url },
        tables: [shape],
        held: () => Promise.resolve(files),
        signal,
        tell: () => undefined,
      })
    const cut = sync().then(
      () => 'done',
      (fault: unknown) => fault,
    )
    await expect
      .poll(() => appends('true'), { timeout: 300_000, interval: 50 })
      .toEqual([[before + 1]])
    await gate.refuse()
    expect(await cut).toMatchObject({
      name: 'TrinoAway',
      message: `Ask Trino at ${new URL(gate.url).host}: no answer`,
    })
    await gate.open()
    await sync()
    expect(await appends(`state not in ('FINISHED', 'FAILED')`)).toEqual([[0]])
    expect(await count()).toEqual([[2 * DAYS * ROWS]])
  })

  it('ends what an earlier sync left running, before it appends itself', async () => {
    // Begun and left alone, as by one that was killed; it would never end by itself.
    const endless = ['a', 'b', 'c'].map((one) => `unnest(sequence(1, 10000)) ${one}(${one})`)
    const begun = await fetch(`${trino.url}/v1/statement`, {
      method: 'POST',
      headers: { 'x-trino-user': trino.user },
      body: `insert into "iceberg"."stonks_iceberg"."${name}_versions" (k)
        select 'left' from ${endless.join(', ')} where a * b * c = 7`,
    })
    let { nextUri } = (await begun.json()) as { nextUri?: string }
    const inWork = `select count(*) from system.runtime.queries where state = 'RUNNING' and query like '%${name}_versions" (k)%select ''left''%'`
    const isRunning = async () => {
      // It begins once its first pages are fetched.
      if (nextUri) nextUri = ((await (await fetch(nextUri)).json()) as { nextUri?: string }).nextUri
      return ask(ICEBERG, inWork)
    }
    await expect.poll(isRunning, { timeout: 60_000, interval: 200 }).toEqual([[1]])
    await syncTrino({
      settings: trino,
      tables: [shape],
      held: () => Promise.resolve([]),
      signal,
      tell: () => undefined,
    })
    expect(await ask(ICEBERG, inWork)).toEqual([[0]])
  })
})
