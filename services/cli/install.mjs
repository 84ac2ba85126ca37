// Installs the locked packages when they are missing or older than the lock file. Plain JavaScript
// without imports from packages: it must run on a bare machine's Node 20, before anything is there.

import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))
const mark = `${root}node_modules/.stonks-lock`
const wanted = createHash('sha256')
  .update(readFileSync(`${root}package-lock.json`))
  .digest('hex')

if (!existsSync(mark) || readFileSync(mark, 'utf8') !== wanted) {
  process.stderr.write('Installing packages (about half a minute, once)\n')
  const run = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (run.status !== 0) {
    process.stderr.write(
      `Installing packages failed${run.error ? `: ${run.error.message}` : ''}. Run "npm ci" in ${root} to see why\n`,
    )
    process.exit(1)
  }
  writeFileSync(mark, wanted)
}
