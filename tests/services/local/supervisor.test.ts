import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { lastWords, openSupervisor } from '../../../services/local/supervisor.ts'

const state = mkdtempSync(join(tmpdir(), 'stonks-supervisor-'))
mkdirSync(join(state, 'logs'))
afterAll(() => rmSync(state, { recursive: true, force: true }))

const script = join(state, 'part.mjs')
writeFileSync(script, 'console.error("no such file"); process.exit(1)')

test('a part that is awaited and ends is left to who waits, not started again', async () => {
  const said: string[] = []
  const supervisor = openSupervisor(state, (line) => said.push(line))
  const part = supervisor.keep({ name: 'awaited', args: [script], env: {}, isAwaited: true })
  await part.firstEnd
  expect(supervisor.pids()).toEqual([])
  expect(lastWords(state, 'awaited')).toContain('no such file')
  await part.stop()
  expect(said).toEqual([])
})

test('any other that ends is told of with its last words, and started again', async () => {
  let heard: (line: string) => void
  const said = new Promise<string>((resolve) => {
    heard = resolve
  })
  const supervisor = openSupervisor(state, (line) => heard(line))
  const part = supervisor.keep({ name: 'kept', args: [script], env: {} })
  expect(await said).toMatch(
    /^kept ended \(exit code 1\); it starts again in 0.5 s. Its last words: no such file/,
  )
  await part.stop()
})
