/** A file that is there whole or not at all, and for its user alone. */

import { renameSync, writeFileSync } from 'node:fs'

/** Written by rename, so that a reader never sees half of it. */
export function writeAtomic(file: string, text: string): void {
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, text, { mode: 0o600 })
  renameSync(draft, file)
}
