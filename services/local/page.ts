/** The operators' page, built once and again when its sources changed. */

import { endOf } from '#shared/domain/document/text/cut.ts'
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { childEnv, isSet } from '#shared/host/env.ts'
import { makeOpenly } from './private.ts'
import type { Say } from './supervisor.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const OUTPUT = join(ROOT, 'frontend/dist')
const MARK = join(OUTPUT, '.built-from')

/** @throws Error with the builder's last words when it fails, and when `signal` ends it. */
export async function buildPage(begin: Say, signal?: AbortSignal): Promise<void> {
  if (isSet('DASHBOARD_DIR')) return
  const sources = fingerprint()
  if (existsSync(MARK) && readFileSync(MARK, 'utf8') === sources) return
  begin('Building the operators’ page')
  const config = ['--config', join(ROOT, 'frontend/vite.config.ts')]
  await run(join(ROOT, 'node_modules/vite/bin/vite.js'), ['build', ...config], signal)
  makeOpenly(() => writeFileSync(MARK, sources))
}

function fingerprint(): string {
  const hash = createHash('sha256')
  for (const folder of ['frontend', 'shared/contracts']) {
    const files = readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((file) => !file.includes('/dist/') && !file.includes('/node_modules/'))
      .sort()
    for (const file of files) hash.update(file.slice(ROOT.length)).update(readFileSync(file))
  }
  return hash.update(readFileSync(join(ROOT, 'shared/pipeline.ts'))).digest('hex')
}

function run(program: string, args: string[], signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = makeOpenly(() =>
      spawn(process.execPath, [program, ...args], {
        cwd: ROOT,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: childEnv({}),
        signal,
      }),
    )
    let words = ''
    const keep = (chunk: Buffer) => {
      words = endOf(words + chunk.toString(), 1_500)
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.once('error', reject)
    child.once('close', (code) => {
      if (code === 0) resolve()
      else reject(new Error(`Build the operators’ page: vite ended with ${code}: ${words.trim()}`))
    })
  })
}
