/**
 * Bases made of this machine's own programs, for building where no image can be pulled.
 *
 * A program, the libraries it names, and the few files that a C library asks for. No shell, no
 * package manager.
 */

import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt'

/** Fills `folder` with the root of a base that holds this Node; returns its Containerfile. */
export function writeNodeBase(folder: string): string {
  rmSync(folder, { recursive: true, force: true })
  const root = join(folder, 'root')
  place(process.execPath, join(root, 'usr/local/bin/node'))
  writeSystemFiles(root, process.execPath)
  return writeContainerfile(folder)
}

/** The libraries of `program` and what every base has. */
function writeSystemFiles(root: string, program: string): void {
  const named = execFileSync('ldd', [program], { encoding: 'utf8' })
  for (const [library] of named.matchAll(/\/\S+/g)) place(library, join(root, library))
  if (existsSync(CERTIFICATES)) place(CERTIFICATES, join(root, CERTIFICATES))
  const files = {
    'etc/passwd': 'root:x:0:0:root:/:/nologin\nnonroot:x:65532:65532:nonroot:/:/nologin\n',
    'etc/group': 'root:x:0:\nnonroot:x:65532:\n',
    'etc/nsswitch.conf': 'hosts: files dns\n',
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  mkdirSync(join(root, 'tmp'))
  chmodSync(join(root, 'tmp'), 0o1777)
}

function writeContainerfile(folder: string): string {
  const file = join(folder, 'Containerfile')
  const lines = ['FROM scratch', 'COPY root/ /', 'ENV PATH=/usr/local/bin:/usr/sbin:/usr/bin:/bin']
  writeFileSync(file, `${lines.join('\n')}\n`)
  return file
}

/** A copy of the file itself, where a library is named through links. */
function place(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true })
  copyFileSync(from, to)
}
