/** What a benchmark compares with, from packages of its own that the product does not have. */

import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const FOLDER = new URL('./peer/', import.meta.url)

/**
 * A module of the peers' folder, whose packages are installed when first asked for.
 *
 * @throws Error when they cannot be installed.
 */
export async function loadPeer<Module>(file: string, needs: string): Promise<Module> {
  if (!existsSync(new URL(`node_modules/${needs}/package.json`, FOLDER))) {
    const run = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts'], {
      cwd: fileURLToPath(FOLDER),
      stdio: ['ignore', 2, 2],
    })
    if (run.status !== 0)
      throw new Error(
        `Bench: npm ci in tests/bench/peer failed; it installs ${needs} to compare with`,
      )
  }
  return (await import(new URL(file, FOLDER).href)) as Module
}
