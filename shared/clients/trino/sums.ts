/** What Trino counts and sums over the files that hold a table, to be compared with what is told of them here. */

import { wordOf } from './exact-json.ts'
import type { HeldFile, LakeShape } from '../lake/engine.ts'
import { addSums, sumNames, sumsText, type Sums } from '../lake/sums.ts'
import { inFiles, filesInParts } from './held.ts'
import { LAKEHOUSE, quoteName, versionsOf } from './names.ts'
import type { TrinoSettings } from './settings.ts'
import { runStatement } from './statement.ts'

/** Of one statement: Trino waits for a store that is away as long as it may. */
const LIMITS = { query_max_run_time: '10m' }

/**
 * By Trino, of the held files alone, whatever else lies in their folders.
 *
 * @throws TrinoFault, with TABLE_NOT_FOUND before the first sync. Days that no sync told of are not counted.
 */
export async function readTrinoSums(
  settings: TrinoSettings,
  shape: LakeShape,
  files: readonly HeldFile[],
  signal: AbortSignal,
): Promise<Sums> {
  const names = sumNames(shape)
  let sums: Sums = Object.fromEntries(
    names.map((name) => [name, name.endsWith(' sum') || name === 'hash' ? null : '0']),
  )
  for (const part of filesInParts(files)) {
    const from = `${quoteName(versionsOf(shape.name))} where ${inFiles(part)}`
    const text = sumsText(shape, 'trino', from)
    const { rows } = await runStatement(settings, { text, ...LAKEHOUSE, session: LIMITS }, signal)
    const told = rows[0]?.map((cell) => (cell === null ? null : wordOf(cell))) ?? []
    sums = addSums(
      sums,
      Object.fromEntries(names.map((name, place) => [name, told[place] ?? null])),
    )
  }
  return sums
}
