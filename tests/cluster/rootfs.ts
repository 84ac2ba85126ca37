/** Packs programs of this machine, with the libraries they load, as container images for the kit. */

import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'

/** Uid of every image of ours. */
export const NONROOT = 65532

export type Rootfs = { folder: string; remove: () => void }

/** An empty file system with a home, a user and a writable /tmp. */
export function openRootfs(): Rootfs {
  const folder = mkdtempSync(join(tmpdir(), 'stonks-rootfs-'))
  chmodSync(folder, 0o755)
  mkdirSync(join(folder, 'tmp'))
  chmodSync(join(folder, 'tmp'), 0o1777)
  mkdirSync(join(folder, 'etc'))
  writeFileSync(join(folder, 'etc/passwd'), `nonroot:x:${NONROOT}:${NONROOT}::/tmp:/sbin/nologin\n`)
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** Copies a program to `at` with every library that `ldd` names. */
export function addProgram(
  { folder }: Rootfs,
  program: string,
  at = `/usr/bin/${basename(program)}`,
): void {
  place(folder, program, at)
  for (const library of librariesOf(program)) {
    if (!existsSync(join(folder, library))) place(folder, library, library)
  }
}

/** Copies a folder whole, and the libraries of the programs and libraries in it that need some. */
export function addFolder(
  { folder }: Rootfs,
  source: string,
  at: string,
  programs: readonly string[],
): void {
  // Node's own copy leaves links within the folder pointing at the source.
  const copied = spawnSync('cp', ['-rL', source, join(folder, at)], { encoding: 'utf8' })
  if (copied.status !== 0) throw new Error(`Copy ${source}: ${copied.stderr}`)
  const libraries = programs.flatMap((program) => librariesOf(join(source, program)))
  for (const library of libraries.filter((path) => !path.startsWith(source))) {
    if (!existsSync(join(folder, library))) place(folder, library, library)
  }
}

/** @throws Error when the program is not there or cannot be read. */
function librariesOf(program: string): string[] {
  const run = spawnSync('ldd', [program], { encoding: 'utf8' })
  if (run.status !== 0) {
    if (/not a dynamic executable/.test(run.stderr + run.stdout)) return []
    throw new Error(`Read the libraries of ${program}: ${run.stderr || run.stdout}`)
  }
  return [...run.stdout.matchAll(/(?:=> |^\s+)(\/\S+) \(0x/gm)].map((match) => match[1]!)
}

function place(folder: string, source: string, at: string): void {
  const target = join(folder, at)
  mkdirSync(dirname(target), { recursive: true })
  copyFileSync(realpathSync(source), target)
  chmodSync(target, 0o755)
}
