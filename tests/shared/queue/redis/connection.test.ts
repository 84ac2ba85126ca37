import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer } from 'node:tls'
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest'
import { closeRedis, openRedis, reachRedis } from '#shared/queue/redis/connection.ts'
import { hasten } from '#shared/queue/redis/hasten.ts'
import { freePorts } from '../../../../services/local/embedded/ports.ts'
import { startRedis } from '../../../../services/local/embedded/redis.ts'
import { makeCertificate, whyNoCertificate } from '../../../helpers/certificate.ts'

const PASSWORD = 'p@ss:w/ö rd%2F?#'
const [port] = (await freePorts(1)) as [number]
const server = await startRedis(port)
const first = openRedis(server.url)
// As most have it who keep a Redis of their own: one password, and no names.
await first.acl('SETUSER', 'default', 'reset', 'on', `>${PASSWORD}`, '~*', '&*', '+@all')
await closeRedis(first)

afterEach(() => vi.unstubAllEnvs())
afterAll(() => server.stop())

/** Writes and reads one key of database 3; throws what the server or the client says. */
async function tryOut(url: string): Promise<string | null> {
  const redis = openRedis(url)
  try {
    await reachRedis(redis, 2_000)
    await redis.set('stonks:test', 'kept')
    return await redis.get('stonks:test')
  } finally {
    redis.disconnect()
  }
}

describe('the password', () => {
  test('is REDIS_PASSWORD where the URL carries none, whatever its characters', async () => {
    vi.stubEnv('REDIS_PASSWORD', PASSWORD)
    expect(await tryOut(`redis://127.0.0.1:${port}/3`)).toBe('kept')
    expect(await tryOut(`redis://default@127.0.0.1:${port}/3`)).toBe('kept')
  })

  test('of the URL wins', async () => {
    vi.stubEnv('REDIS_PASSWORD', 'another')
    const own = `redis://:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/3`
    expect(await tryOut(own)).toBe('kept')
  })

  test('that is wrong or missing is refused in the words of the server', async () => {
    vi.stubEnv('REDIS_PASSWORD', 'another')
    await expect(tryOut(`redis://127.0.0.1:${port}/3`)).rejects.toThrow(/WRONGPASS|NOAUTH/)
    vi.stubEnv('REDIS_PASSWORD', '')
    await expect(tryOut(`redis://127.0.0.1:${port}/3`)).rejects.toThrow(/NOAUTH/)
  })
})

test('a script asked for first beside another command is one that the connection knows', async () => {
  vi.stubEnv('REDIS_PASSWORD', PASSWORD)
  const redis = openRedis(`redis://127.0.0.1:${port}/3`)
  const other = redis.get('stonks:none')
  expect(await hasten(redis, 'broker_orders', 3)).toBe(0)
  expect(await other).toBeNull()
  redis.disconnect()
})

describe.skipIf(whyNoCertificate)(`rediss://${whyNoCertificate}`, () => {
  test('is TLS: refused while nobody vouches for the certificate, taken with REDIS_CA', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'stonks-rediss-'))
    const { pem, key } = makeCertificate(folder)
    const front = createServer({ cert: pem, key }, (from) => {
      const to = connect(port, '127.0.0.1')
      from.on('error', () => to.destroy())
      to.on('error', () => from.destroy())
      from.pipe(to).pipe(from)
    }).listen(0, '127.0.0.1')
    try {
      await once(front, 'listening')
      vi.stubEnv('REDIS_PASSWORD', PASSWORD)
      const url = `rediss://localhost:${(front.address() as AddressInfo).port}/3`
      await expect(tryOut(url)).rejects.toThrow('self-signed certificate')
      vi.stubEnv('REDIS_CA', pem)
      expect(await tryOut(url)).toBe('kept')
    } finally {
      front.close()
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
