/** One function as its image holds it: one bundle, heavy parts in files of their own. */

import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

/** Native code cannot be bundled. */
const EXTERNAL = [/^@duckdb\//]

/** Writes the bundle of a stage into `folder`; returns its entry. */
export async function bundleStage(stage: string, folder: string): Promise<string> {
  const input = fileURLToPath(new URL(`../../functions/${stage}/index.ts`, import.meta.url))
  const bundle = await rolldown({ input, platform: 'node', external: EXTERNAL, logLevel: 'silent' })
  await bundle.write({
    dir: join(folder, stage),
    format: 'esm',
    entryFileNames: 'index.mjs',
    minify: true,
  })
  await bundle.close()
  return join(folder, stage, 'index.mjs')
}
