/** The product's own files, as the rules see them. */

import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export type SourceFile = { path: string; text: string }

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** Files git tracks, and new ones it does not ignore, whose path passes. */
export function readTree(wanted: (path: string) => boolean): SourceFile[] {
  const listed = execFileSync(
    'git',
    ['-c', 'safe.directory=*', 'ls-files', '--cached', '--others', '--exclude-standard'],
    {
      cwd: ROOT,
      encoding: 'utf8',
    },
  )
  return listed
    .split('\n')
    .filter((path) => path !== '' && wanted(path) && existsSync(ROOT + path))
    .map((path) => ({ path, text: readFileSync(ROOT + path, 'utf8') }))
}

/** Code of the product: what runs, not what tests it. */
export function isProduct(path: string): boolean {
  return (
    /^(functions|services|shared|frontend\/src)\/.*\.tsx?$/.test(path) && !path.endsWith('.d.ts')
  )
}

/** All TypeScript of the project. */
export function isCode(path: string): boolean {
  return /\.tsx?$/.test(path) && !path.endsWith('.d.ts')
}

export function isDocument(path: string): boolean {
  return path.endsWith('.md')
}
