/**
 * Bases made of this machine's own programs, for building where no image can be pulled.
 *
 * A program, the libraries it names, and the few files that a C library asks for. No package
 * manager; a shell only where the image starts by one.
 */

import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt'

/** Fills `folder` with the root of a base that holds this Node; returns its Containerfile. */
export function writeNodeBase(folder: string): string {
  return writeBase(folder, (root) => {
    place(process.execPath, join(root, 'usr/local/bin/node'))
    return [process.execPath]
  })
}

/**
 * Fills `folder` with the root of a base that holds Debian's nginx; returns its Containerfile.
 *
 * @throws Error off Debian, or when its packages cannot be downloaded.
 */
export function writeNginxBase(folder: string): string {
  return writeBase(folder, (root) => {
    const packages = join(folder, 'packages')
    mkdirSync(packages, { recursive: true })
    run('apt-get', ['download', 'nginx', 'nginx-common'], packages)
    run('sh', ['-c', 'for deb in *.deb; do dpkg-deb -x "$deb" .; done'], packages)
    for (const path of ['usr/sbin/nginx', 'etc/nginx/mime.types'])
      place(join(packages, path), join(root, path))
    place('/bin/sh', join(root, 'bin/sh'))
    return [join(root, 'usr/sbin/nginx'), '/bin/sh']
  })
}

/**
 * `fill` puts programs into the root it is given, and returns those whose libraries are wanted.
 * Returns the base's Containerfile.
 */
export function writeBase(folder: string, fill: (root: string) => string[]): string {
  rmSync(folder, { recursive: true, force: true })
  const root = join(folder, 'root')
  for (const program of fill(root)) {
    for (const [library] of run('ldd', [program]).matchAll(/\/\S+/g))
      if (!library.startsWith(root)) place(library, join(root, library))
  }
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

  const file = join(folder, 'Containerfile')
  const lines = ['FROM scratch', 'COPY root/ /', 'ENV PATH=/usr/local/bin:/usr/sbin:/usr/bin:/bin']
  writeFileSync(file, `${lines.join('\n')}\n`)
  return file
}

/** A copy of the file itself, where it is named through links. */
export function place(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true })
  copyFileSync(from, to)
}

function run(program: string, args: string[], cwd = '.'): string {
  return execFileSync(program, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}
