/** A copy of the tree to plant defects in: the checkout itself is never changed. */

import { execFileSync } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import type { Planted } from './planted.ts'

const ROOT = resolve(import.meta.dirname, '../..')

export type Copy = {
  folder: string
  /** Plants a defect; what is returned takes it out again. */
  plant(defect: Pick<Planted, 'file' | 'find' | 'replace'>): () => void
  remove(): void
}

/** Copies all files that the repository knows or would take in. */
export function copyTree(): Copy {
  const folder = mkdtempSync(join(tmpdir(), 'stonks-mutants-'))
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: ROOT })
  for (const file of listed.toString().trim().split('\n')) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    cpSync(join(ROOT, file), join(folder, file), { force: true })
  }
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  return {
    folder,
    plant({ file, find, replace }) {
      const path = join(folder, file)
      const sound = readFileSync(path, 'utf8')
      if (timesIn(sound, find) !== 1)
        throw new Error(
          `Plant in ${file}: what is looked for stands there ${timesIn(sound, find)} times`,
        )
      writeFileSync(path, sound.split(find).join(replace))
      return () => writeFileSync(path, sound)
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** How often a text stands in another. */
export function timesIn(whole: string, part: string): number {
  return whole.split(part).length - 1
}
