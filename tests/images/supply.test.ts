/** What the product is made of: pinned, under licences we keep to, and released. */

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readLock, readSbom } from '../../images/sbom.ts'
import {
  faultsOfLock,
  faultsOfSbom,
  previewsIn,
  type Lock,
  type Locked,
  type Sbom,
} from '../../images/supply.ts'

const lock = readLock()

test('every package is pinned by its content, under a licence that is allowed', () => {
  expect(faultsOfLock(lock)).toEqual([])
  expect(Object.keys(lock.packages).length).toBeGreaterThan(300)
})

test('the SBOM lists what runs in production, and each with purl, hash and licence', () => {
  const sbom = readSbom()
  expect(faultsOfSbom(sbom, lock)).toEqual([])
  expect(sbom.components.length).toBeGreaterThan(200)
})

test('a direct dependency that is no release has its reason in docs/decisions', () => {
  const text = readFileSync('docs/decisions/0020-previews.md', 'utf8')
  const told = [...text.matchAll(/^\| `([^`]+)` \|/gm)].map(([, one]) => one)
  expect(previewsIn(lock)).toEqual(told)
})

const SOUND: Locked = { version: '1.0.0', integrity: `sha512-${'A'.repeat(86)}==`, license: 'MIT' }
const locked = (changes: Locked, name = 'x'): Lock => ({
  packages: { '': {}, [`node_modules/${name}`]: { ...SOUND, ...changes } },
})

describe('what should not come in is named', () => {
  test.each<[says: string, changes: Locked]>([
    ['no sha512', { integrity: '' }],
    ['no sha512', { integrity: 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=' }],
    ['no sha512', { link: true }],
    ['comes from git+ssh://', { resolved: 'git+ssh://git@example.com/x.git#1' }],
    ['licence is GPL-3.0', { license: 'GPL-3.0' }],
    ['licence is MPL-2.0', { license: 'MPL-2.0' }],
    ['licence is MIT AND GPL-3.0', { license: 'MIT AND GPL-3.0' }],
    ['licence is PSF-2.0', { license: 'PSF-2.0' }],
    ['licence is UNLICENSED', { license: 'UNLICENSED' }],
  ])('%s: %j', (says, changes) => {
    expect(faultsOfLock(locked(changes)).join()).toContain(says)
  })

  test.each<[Locked, string?]>([
    [{}],
    [{ license: '(MIT OR GPL-3.0)' }],
    [{ license: 'MIT AND ISC' }],
    [{ license: 'MPL-2.0', dev: true }],
    [{ license: 'PSF-2.0' }, 'argparse'],
  ])('and %j may', (changes, name) => {
    expect(faultsOfLock(locked(changes, name))).toEqual([])
  })

  test('a package that the SBOM leaves out, adds, or tells too little of', () => {
    const sbom: Sbom = {
      bomFormat: 'CycloneDX',
      specVersion: '1.5',
      components: [{ name: 'y', version: '2.0.0' }],
    }
    expect(faultsOfSbom(sbom, locked({}))).toEqual([
      'does not list x@1.0.0',
      'lists y@2.0.0 beside the lock',
      'y@2.0.0 has no purl',
      'y@2.0.0 has no SHA-512',
      'y@2.0.0 says no licence',
    ])
    expect(faultsOfSbom({ ...sbom, components: [] }, locked({ dev: true }))).toEqual([])
  })

  test('a preview among the direct dependencies, and none below them', () => {
    const packages = {
      '': { dependencies: { x: '2.0.0-rc.1', z: '1.0.0' } },
      'node_modules/x': { ...SOUND, version: '2.0.0-rc.1' },
      'node_modules/y': { ...SOUND, version: '3.0.0-alpha' },
      'node_modules/z': SOUND,
    }
    expect(previewsIn({ packages })).toEqual(['x@2.0.0-rc.1'])
  })
})
