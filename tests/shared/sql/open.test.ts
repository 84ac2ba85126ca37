import { chmodSync, chownSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest'
import { openPostgres } from '#shared/sql/open.ts'
import { freePorts } from '../../../services/local/embedded/ports.ts'
import { USERS_OF_ROOT } from '../../../services/local/embedded/postgres-user.ts'
import { startPostgres, throwaway } from '../../../services/local/embedded/postgres.ts'
import { makeCertificate, whyNoCertificate } from '../../helpers/certificate.ts'

const PASSWORD = 'p@ss:w/ö rd%2F?#'
const folder = mkdtempSync(join(tmpdir(), 'stonks-open-'))
const [port] = (await freePorts(1)) as [number]
const certificate = whyNoCertificate ? undefined : makeCertificate(folder)
if (certificate && process.getuid?.() === 0)
  letPostgresRead([certificate.certFile, certificate.keyFile])
const server = await startPostgres(join(folder, 'data'), port, {
  ...throwaway,
  ...(certificate && {
    ssl: 'on',
    ssl_cert_file: certificate.certFile,
    ssl_key_file: certificate.keyFile,
  }),
})
await givePassword()

afterEach(() => vi.unstubAllEnvs())
afterAll(async () => {
  await server.stop('immediate')
  rmSync(folder, { recursive: true, force: true })
})

/** Root's PostgreSQL is another user. */
function letPostgresRead(files: string[]): void {
  chmodSync(folder, 0o711)
  for (const file of files) chownSync(file, USERS_OF_ROOT[0]!, USERS_OF_ROOT[0]!)
}

async function givePassword(): Promise<void> {
  const sql = openPostgres(server.url, 1)
  await sql.unsafe(`alter role stonks password '${PASSWORD}'`)
  await sql.end()
}

/** Whether the connection was encrypted; throws what the driver or the server says. */
async function connect(url: string): Promise<boolean> {
  const sql = openPostgres(url, 1)
  try {
    const [row] = await sql<{ ssl: boolean }[]>`
      select ssl from pg_stat_ssl where pid = pg_backend_pid()`
    return row!.ssl
  } finally {
    await sql.end({ timeout: 1 })
  }
}

const at = (host: string, query = '') => `postgres://stonks@${host}:${port}/stonks${query}`

describe('the password', () => {
  test('is POSTGRES_PASSWORD where the URL carries none, whatever its characters', async () => {
    vi.stubEnv('POSTGRES_PASSWORD', PASSWORD)
    expect(await connect(at('127.0.0.1'))).toBe(false)
    expect(await connect(`postgres://stonks:@127.0.0.1:${port}/stonks`)).toBe(false)
  })

  test('of the URL wins', async () => {
    vi.stubEnv('POSTGRES_PASSWORD', 'another')
    const own = `postgres://stonks:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/stonks`
    expect(await connect(own)).toBe(false)
    await expect(connect(at('127.0.0.1'))).rejects.toThrow('password authentication failed')
  })

  test('is asked for: without one nobody gets in', async () => {
    vi.stubEnv('POSTGRES_PASSWORD', '')
    await expect(connect(at('127.0.0.1'))).rejects.toThrow()
  })
})

describe.skipIf(!certificate)(`sslmode${whyNoCertificate}`, () => {
  const open = (host: string, mode: string) => {
    vi.stubEnv('POSTGRES_PASSWORD', PASSWORD)
    return connect(at(host, `?sslmode=${mode}`))
  }

  test('disable does not encrypt, require encrypts and asks for no authority', async () => {
    expect(await open('localhost', 'disable')).toBe(false)
    expect(await open('localhost', 'require')).toBe(true)
    expect(await open('127.0.0.1', 'require')).toBe(true)
  })

  test('verify-full trusts POSTGRES_CA alone', async () => {
    await expect(open('localhost', 'verify-full')).rejects.toThrow('self-signed certificate')
    vi.stubEnv('POSTGRES_CA', certificate!.pem)
    expect(await open('localhost', 'verify-full')).toBe(true)
  })

  test('verify-full refuses a certificate of another name, an address included', async () => {
    vi.stubEnv('POSTGRES_CA', certificate!.pem)
    await expect(open('127.0.0.1', 'verify-full')).rejects.toThrow("not in the cert's list")
  })
})
