/** `npm run images` says what is wrong, and reads archives right; building itself needs an engine. */

import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { readArchive } from '../../images/archive.ts'
import { openEngine } from '../../images/engine.ts'
import { run } from './programs.ts'

const BUILD = join(import.meta.dirname, '../../images/build.ts')

afterEach(() => vi.unstubAllEnvs())

test('says what to install where there is no engine', () => {
  vi.stubEnv('PATH', '/nowhere')
  expect(() => openEngine()).toThrow(/buildah, podman, docker is not here.*apt-get install buildah/)
  expect(() => openEngine('podman')).toThrow(/podman is not here/)
})

test('refuses an image that there is not, by name', async () => {
  const { code, stderr } = await run([BUILD, '--only', 'functions,wall'])
  expect(stderr).toContain('--only wall: expected functions, services, dashboard, superset')
  expect(code).toBe(1)
})

test('explains its options', async () => {
  const { code, stdout } = await run([BUILD, '--help'])
  for (const option of ['--only', '--base', '--prefix', '--tag', '--engine'])
    expect(stdout).toContain(option)
  expect(code).toBe(0)
})

test('counts the layers of an archive and their bytes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'stonks-archive-'))
  try {
    const layers = { 'a/layer.tar': 1_536, 'b/layer.tar': 700 }
    for (const [name, bytes] of Object.entries(layers)) {
      mkdirSync(join(folder, name, '..'))
      writeFileSync(join(folder, name), Buffer.alloc(bytes))
    }
    const manifest = [{ Config: 'c.json', RepoTags: ['x:1'], Layers: Object.keys(layers) }]
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest))
    const tar = join(folder, 'image.tar')
    execFileSync('tar', ['-cf', tar, '-C', folder, 'a', 'b', 'manifest.json'])
    expect(await readArchive(tar)).toEqual({ layers: 2, bytes: 2_236 })
  } finally {
    rmSync(folder, { recursive: true })
  }
})
