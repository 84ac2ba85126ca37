/** Which files of a folder are looked at, and what a file may say of itself. */

import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { checkStrategyFile, listStrategyFiles } from '#shared/host/strategy-files.ts'

const folder = mkdtempSync(join(tmpdir(), 'strategy-files-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const put = (name: string, text: string) => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

test('what is no file beside strategies stops the look at none of them', () => {
  put('one.ts', '')
  put('README.md', '')
  put('.hidden.ts', '')
  put('huge.ts', ' '.repeat(1_000_001))
  symlinkSync('nowhere', join(folder, '.#one.ts'))
  symlinkSync('nowhere', join(folder, 'dangling.ts'))
  mkdirSync(join(folder, 'folder.ts'))
  symlinkSync('folder.ts', join(folder, 'linked.ts'))
  symlinkSync('one.ts', join(folder, 'two.ts'))
  execFileSync('mkfifo', [join(folder, 'pipe.ts')])
  expect(listStrategyFiles(folder).map(({ file }) => file)).toEqual(['one.ts', 'two.ts'])
})

test('a message that a file sends in place of the check is no answer', async () => {
  const says = (what: string) =>
    put(
      'says.mjs',
      `import { parentPort } from 'node:worker_threads'
      parentPort.postMessage(${what})
      await new Promise(() => undefined)`,
    )
  const odd = { fault: 'expected to be told what it is, found a message of its own' }
  expect(await checkStrategyFile(says('{ name: "a", summary: { no: "text" } }'))).toEqual(odd)
  expect(await checkStrategyFile(says('null'))).toEqual(odd)
})
