/**
 * Folders and files that are for one user alone: what a platform keeps, be it a record, a log or a
 * secret, is nobody else's on the machine.
 */

import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'

const FOLDER = 0o700
const FILE = 0o600
/** What anybody but the owner may do. */
const OTHERS = 0o077
const OTHERS_WRITE = 0o022
const STICKY = 0o1000

/** From now on what this process and its children make is for its user alone. */
export function makePrivately(): void {
  process.umask(OTHERS)
}

/** Runs `make` with the rights that a file of the checkout has, which is for all who may read it. */
export function makeOpenly<Made>(make: () => Made): Made {
  const before = process.umask(0o022)
  try {
    return make()
  } finally {
    process.umask(before)
  }
}

/**
 * Makes the folder of a state, and the one above it, private. Where an earlier release left them open,
 * so do files in them: each is closed once.
 *
 * @throws Error where others may write beside it, and so put something of theirs in its place.
 */
export function keepPrivate(state: string): void {
  closeRoot(dirname(state))
  mkdirSync(state, { recursive: true, mode: FOLDER })
  close(state)
}

/** The folder above may be one that holds more than this platform: then it is left as it is. */
function closeRoot(root: string): void {
  mkdirSync(root, { recursive: true, mode: FOLDER })
  const { mode, uid } = statSync(root)
  const me = process.getuid?.()
  if (me !== undefined && uid !== me && uid !== 0) throw strange(root, `belongs to user ${uid}`)
  const isOurs = uid === me && (mode & STICKY) === 0 && isOwnPointer(join(root, 'last.json'), me)
  if (isOurs) chmodSync(root, FOLDER)
  else if (mode & OTHERS_WRITE) throw strange(root, 'can be written to by other users')
}

function isOwnPointer(file: string, me: number | undefined): boolean {
  return existsSync(file) && lstatSync(file).uid === me
}

function strange(root: string, how: string): Error {
  return new Error(
    `Everything is kept in ${root}, and that ${how}, who could then read it. ` +
      'Name a folder of your own with --state DIR',
  )
}

/** Takes the rights of others away from a folder and all in it; nothing where they have none. */
function close(folder: string): void {
  if ((statSync(folder).mode & OTHERS) === 0) return
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) close(path)
    else if (entry.isFile()) chmodSync(path, FILE | (statSync(path).mode & 0o100))
  }
  // Last, so that one that is interrupted is begun again.
  chmodSync(folder, FOLDER)
}
