import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import {
  checkData,
  checkOwner,
  checkSpace,
  checkWritable,
} from '../../../services/local/before-start.ts'
import { freePorts } from '../../../services/local/embedded/ports.ts'
import { openDatabase, openQueues } from '../../../services/local/servers.ts'

const folder = mkdtempSync(join(tmpdir(), 'stonks-before-'))
afterEach(() => vi.unstubAllEnvs())
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a data folder that lacks files is told which, what it holds, and where to read on', () => {
  const data = join(folder, 'data')
  mkdirSync(data)
  expect(() => checkData(data)).toThrow(
    `--data ${data} lacks companies.csv and bars.csv and news.jsonl; it holds nothing. `,
  )
  for (const name of ['companies.csv', 'news.jsonl.gz', 'notes.txt'])
    writeFileSync(join(data, name), '')
  expect(() => checkData(data)).toThrow(
    `--data ${data} lacks bars.csv; it holds companies.csv, news.jsonl.gz, notes.txt. ` +
      'A folder to replay has companies.csv, bars.csv, news.jsonl, each plain or with .gz: docs/world.md says what stands in them',
  )
  writeFileSync(join(data, 'bars.csv.gz'), '')
  checkData(data)
})

test('a state that cannot be written to is named, with a way out', () => {
  const file = join(folder, 'a-file')
  writeFileSync(file, '')
  expect(() => checkWritable(join(file, 'live'))).toThrow(
    `Everything is kept in ${file}/live, which cannot be written to. Name a folder of your own with --state DIR`,
  )
  checkWritable(join(folder, 'state'))
})

// A folder without write permission stops everyone but root.
test.skipIf(process.getuid?.() === 0)(
  'so is one without permission (skipped: root may write anywhere)',
  () => {
    const locked = join(folder, 'locked')
    mkdirSync(locked)
    chmodSync(locked, 0o500)
    expect(() => checkWritable(join(locked, 'live'))).toThrow('--state DIR')
    chmodSync(locked, 0o700)
  },
)

test('a database of another user is not touched', () => {
  const me = process.getuid!()
  checkOwner(folder, me)
  checkOwner(join(folder, 'none'), me)
  expect(() => checkOwner(folder, me + 1)).toThrow(
    `The database in ${folder} belongs to user ${me}, and this is user ${me + 1}. ` +
      'Go on as that user, start over with --fresh, or name another folder with --state DIR',
  )
})

test('a disk that is nearly full is named, with what is free and what is needed', () => {
  checkSpace(folder, 300 * 2 ** 20)
  expect(() => checkSpace(folder, 120.5 * 2 ** 20)).toThrow(
    `The disk of ${folder} has 120 MB free; at least 300 MB are needed. ` +
      'Free some, or name a folder on another disk with --state DIR',
  )
})

test('a PostgreSQL that refuses its files says why, where they are, and two ways out', async () => {
  const state = join(folder, 'older')
  mkdirSync(join(state, 'postgres'), { recursive: true, mode: 0o700 })
  writeFileSync(join(state, 'postgres', 'PG_VERSION'), '12\n')
  const [port] = (await freePorts(1)) as [number]
  const fault = await openDatabase(state, port, false, () => undefined).then(String, String)
  expect(fault).toContain(`Start PostgreSQL on port ${port}: `)
  expect(fault).toMatch(/FATAL|could not|is not a database cluster/)
  expect(fault).toContain(
    `Its files are in ${state}/postgres. Start over with --fresh, or name another folder with --state DIR`,
  )
})

test.each([
  [
    'DATABASE_URL',
    'postgres://me:secret@127.0.0.1',
    () => openDatabase(folder, 1, false, () => undefined),
  ],
  ['REDIS_URL', 'redis://:secret@127.0.0.1', () => openQueues(folder, 1, () => undefined)],
])('%s that names nobody is refused by address, without its password', async (name, base, open) => {
  const [port] = (await freePorts(1)) as [number]
  vi.stubEnv(name, `${base}:${port}/x`)
  const fault = await open().then(String, String)
  expect(fault).toContain(`${name} names 127.0.0.1:${port}, and that cannot be used: `)
  expect(fault).toContain(`Start or mend what it names, or unset ${name} to have one embedded`)
  expect(fault).toMatch(/ECONNREFUSED/)
  expect(fault).not.toContain('secret')
})
