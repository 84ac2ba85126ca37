/**
 * `npm run sbom`: what the product is made of, as CycloneDX, from the lock file alone.
 *
 * It is held to the lock file and to the licences of docs/decisions/0008; what does not hold is named,
 * and nothing is written.
 */

import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { faultsOfLock, faultsOfSbom, type Lock, type Sbom } from './supply.ts'

const ROOT = fileURLToPath(new URL('../', import.meta.url))
const OUT = 'dist/sbom.cdx.json'

/**
 * Of what runs in production, by npm itself.
 *
 * npm's `--omit dev` leaves out what production and a development tool both need, so npm is shown a
 * package that has no development at all.
 */
export function readSbom(): Sbom {
  const folder = mkdtempSync(join(tmpdir(), 'stonks-sbom-'))
  // npm calls the whole by its folder.
  const inner = join(folder, 'stonks-oracle')
  try {
    mkdirSync(inner)
    const { devDependencies: _dev, ...own } = readJson('package.json') as {
      devDependencies: object
    }
    writeFileSync(join(inner, 'package.json'), JSON.stringify(own))
    writeFileSync(join(inner, 'package-lock.json'), JSON.stringify(withoutDevelopment(readLock())))
    const args = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only']
    const text = execFileSync('npm', [...args, '--loglevel', 'error'], {
      cwd: inner,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    })
    return JSON.parse(text) as Sbom
  } finally {
    rmSync(folder, { recursive: true })
  }
}

export function readLock(): Lock {
  return readJson('package-lock.json') as Lock
}

function withoutDevelopment(lock: Lock): Lock {
  const { '': root, ...rest } = lock.packages
  const { devDependencies: _dev, ...own } = root ?? {}
  const kept = Object.entries(rest).filter(([, { dev }]) => !dev)
  return { ...lock, packages: { '': own, ...Object.fromEntries(kept) } }
}

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(join(ROOT, name), 'utf8'))
}

if (import.meta.main) {
  const lock = readLock()
  const sbom = readSbom()
  const faults = [...faultsOfLock(lock), ...faultsOfSbom(sbom, lock)]
  for (const fault of faults) console.error(`sbom: ${fault}`)
  if (faults.length > 0) process.exitCode = 1
  else {
    const path = join(ROOT, OUT)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, `${JSON.stringify(sbom, null, 2)}\n`)
    console.log(`${OUT}: ${sbom.components.length} packages, each with its licence and its hash`)
  }
}
