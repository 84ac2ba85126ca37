/** Packages that one tool of the tests needs and nobody else: in a folder of their own, installed when first asked for. */

import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * Installs the folder's lock file unless `needs`, one of its packages, is there already.
 *
 * @throws Error when they cannot be installed.
 */
export function installOwnPackages(folder: URL, needs: string): void {
  if (existsSync(new URL(`node_modules/${needs}/package.json`, folder))) return
  const cwd = fileURLToPath(folder)
  const run = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts'], {
    cwd,
    stdio: ['ignore', 2, 2],
  })
  if (run.status !== 0) throw new Error(`Install ${needs}: npm ci in ${cwd} failed`)
}
