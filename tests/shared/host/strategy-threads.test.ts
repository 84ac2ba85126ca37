/** Threads that do not end as they are told: who waits for them goes on. */

import { execFileSync } from 'node:child_process'
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  constants,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openStrategyApart, patienceDefaults } from '#shared/host/strategy-apart.ts'
import { checkStrategyFile } from '#shared/host/strategy-files.ts'

let folder: string
const at = (name: string) => join(folder, name)

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'strategy-threads-'))
  execFileSync('mkfifo', [at('pipe')])
})
afterEach(async () => {
  // Whoever still waits is let go, before as after it came to wait.
  const pipe = openSync(at('pipe'), constants.O_RDWR)
  writeSync(pipe, 'go\n')
  if (existsSync(at('began')))
    await vi.waitFor(() => expect(existsSync(at('ended'))).toBe(true), { timeout: 20_000 })
  closeSync(pipe)
  rmSync(folder, { recursive: true })
})

/** Stands in another program until the test lets it go. */
const hangs = () =>
  `execSync('touch ${at('began')}; head -n 1 ${at('pipe')}; touch ${at('ended')}', { env: { PATH: '/usr/bin:/bin' } })`
const file = (atLoad: string, atAsk: string) => {
  const path = at('it.mjs')
  const text = `import { execSync } from 'node:child_process'
  ${atLoad}
  export const strategy = { name: 'it', summary: '', open: () => () => { ${atAsk}; return [] } }`
  writeFileSync(path, text)
  return { path, sha256: '' }
}

test('one that hangs as it loads is told, and another is looked at', async () => {
  const fault = expect.stringContaining('expected it to load within') as string
  expect(await checkStrategyFile(file(hangs(), '').path, 1_000)).toEqual({ fault })
  expect(existsSync(at('ended'))).toBe(false)
  writeFileSync(at('other.mjs'), "export const strategy = { name: 'other', open: () => 0 }")
  expect(await checkStrategyFile(at('other.mjs'))).toEqual({ name: 'other', summary: '' })
  expect(existsSync(at('ended'))).toBe(false)
})

test('one that hangs as it is asked is told, and closed without waiting for it', async () => {
  const patience = { ...patienceDefaults, askMs: 1_000 }
  const { strategy, close } = await openStrategyApart(file('', hangs()), patience)
  const step = strategy.open({ tickers: ['AAPL'], seed: 1 })
  expect(() => step({ bars: [] } as never)).toThrow('found it still at it')
  await close()
  expect(existsSync(at('ended'))).toBe(false)
})

test.each([
  ['at once', 'process.exit(0)'],
  ['by a fault of its own thread', "process.nextTick(() => { throw new Error('late') })"],
])('one that ends as it is asked is waited for no longer: %s', async (_, ends) => {
  // Longer than the test may take.
  const patience = { ...patienceDefaults, askMs: 600_000, wholeMs: 600_000 }
  const { strategy, close } = await openStrategyApart(file('', ends), patience)
  const step = strategy.open({ tickers: ['AAPL'], seed: 1 })
  const twice = () => {
    step({ bars: [] } as never)
    step({ bars: [] } as never)
  }
  expect(twice).toThrow('expected an answer, found it ended')
  expect(() => step({ bars: [] } as never)).toThrow('expected an answer, found it ended')
  await close()
})
