/** `stonks migrate` and `stonks seed`, as processes over a database of their own. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, describe, expect, it } from 'vitest'
import { cloneDatabase } from '../../helpers/database.ts'

const { sql, url } = await cloneDatabase()
const folder = mkdtempSync(join(tmpdir(), 'stonks-seed-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function stonks(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const child = spawn(process.execPath, ['services/cli/main.ts', ...args], {
    env: { ...process.env, DATABASE_URL: url, NODE_NO_WARNINGS: '1' },
  })
  const [out, err, [code]] = (await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ])) as [string, string, [number]]
  return { code, out, err }
}

describe('stonks migrate', () => {
  it('says what ran, and that nothing is left to run', async () => {
    expect(await stonks('migrate')).toMatchObject({ code: 0, out: 'The schema is up to date.\n' })
    expect(await stonks('migrate', '--json')).toMatchObject({ code: 0, out: '{"ran":[]}\n' })
  })
})

describe('stonks seed', () => {
  const file = join(folder, 'companies.csv')
  writeFileSync(
    file,
    'ticker,name,sector,aliases\nAAPL,Apple,Tech,Apple|iPhone\nMSFT,Microsoft,Tech,\n',
  )

  it('adds what is new, and changes nothing a second time', async () => {
    expect(await stonks('seed', '--universe', file)).toMatchObject({
      code: 0,
      out: '2 companies (2 new), 7 sources (7 new)\n',
    })
    expect(await stonks('seed', '--universe', file, '--json')).toMatchObject({
      code: 0,
      out: '{"companies":2,"companiesNew":0,"sources":7,"sourcesNew":0}\n',
    })
    expect(await sql`select ticker from companies order by ticker`).toHaveLength(2)
  })

  it('says what is wrong', async () => {
    expect(await stonks('seed')).toMatchObject({
      code: 2,
      err: expect.stringContaining('--universe is needed'),
    })
    const missing = await stonks('seed', '--universe', join(folder, 'none.json'))
    expect(missing.code).not.toBe(0)
    expect(missing.err).toMatch(/none\.json/)
    expect((await stonks('seed', '--help')).out).toContain('--no-market-wide-news')
  })
})
