/**
 * Recordings that are too large for the repository and lie beside the checkout on some machines. No
 * test needs them: one that would read them says in its title that it skips, and what is missing.
 */

import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export type Beside = {
  path: string
  /** For the title of a test; empty where the file or folder is there. */
  why: string
}

export function beside(name: string): Beside {
  const path = fileURLToPath(new URL(`../../../shared/${name}`, import.meta.url))
  return {
    path,
    why: existsSync(path) ? '' : ` (skipped: there is no ../shared/${name} beside the checkout)`,
  }
}
