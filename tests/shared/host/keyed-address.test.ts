import { execFile } from 'node:child_process'
import { afterEach, describe, expect, test } from 'vitest'
import { keyedAddress, keyedUrl } from '#shared/host/keyed-address.ts'

const names = ['PLAINTEXT_HOSTS', 'BROKER_MODE', 'DEPLOY_STAGE'] as const
afterEach(() => {
  for (const name of names) delete process.env[name]
})

describe('an address that gets a key', () => {
  test.each([
    'https://api.example.com',
    'rediss://:secret@redis.example.com:6380/0',
    'postgres://stonks:secret@db.example.com/stonks?sslmode=require',
    'postgresql://stonks:secret@db.example.com/stonks?application_name=x&sslmode=verify-full',
    'http://127.0.0.1:8080/alpaca',
    'http://127.9.9.9',
    'http://localhost:8080',
    'http://[::1]:8080',
    'redis://:secret@127.0.0.1:6379/0',
    'postgres://stonks:secret@localhost:5432/stonks',
    'postgres://stonks:secret@/stonks?host=/run/stonks',
    'postgres://stonks:secret@%2Frun%2Fstonks/stonks',
  ])('may be %s', (address) => {
    expect(keyedAddress('DATABASE_URL', address)).toBe(address)
  })

  test.each([
    'http://api.example.com',
    'http://127.0.0.1.example.com',
    'http://localhost.example.com',
    'http://127.0.0.1@api.example.com',
    'HTTP://API.EXAMPLE.COM',
    'redis://:secret@redis.example.com:6379/0',
    'postgres://stonks:secret@db.example.com/stonks',
    'postgres://stonks:secret@db.example.com/stonks?sslmode=prefer',
    'postgres://stonks:secret@127.0.0.1,db.example.com/stonks',
    'postgres://stonks:secret@127.0.0.1/stonks?host=db.example.com',
    'postgres://stonks:secret@db.example.com/stonks?application_name=sslmode=require',
  ])('may not be %s', (address) => {
    expect(() => keyedAddress('DATABASE_URL', address)).toThrow(/^Read DATABASE_URL: expected TLS/)
    expect(() => keyedAddress('DATABASE_URL', address)).not.toThrow(/secret/)
  })

  test('is plain where PLAINTEXT_HOSTS names its host, with real money nowhere', () => {
    process.env['PLAINTEXT_HOSTS'] = 'minio.local, world:8080'
    for (const address of ['http://minio.local:9000', 'http://world:8080'])
      expect(keyedAddress('S3_ENDPOINT', address)).toBe(address)
    expect(() => keyedAddress('S3_ENDPOINT', 'http://world:8081')).toThrow('world:8081')
    process.env['BROKER_MODE'] = 'live'
    expect(() => keyedAddress('S3_ENDPOINT', 'http://minio.local:9000')).toThrow('S3_ENDPOINT')
    process.env['BROKER_MODE'] = 'paper'
    process.env['DEPLOY_STAGE'] = 'live'
    expect(() => keyedAddress('S3_ENDPOINT', 'http://minio.local:9000')).toThrow('S3_ENDPOINT')
  })

  test('holds no user or password itself', () => {
    expect(() => keyedUrl('BROKER_BASE_URL', 'https://a:b@api.example.com')).toThrow(
      'Read BROKER_BASE_URL: expected no user or password in it, found one',
    )
    expect(() => keyedUrl('BROKER_BASE_URL', 'file:///etc/passwd')).toThrow('BROKER_BASE_URL')
  })
})

/** A part of the product as it starts with such an environment; what it says as it ends. */
function start(file: string, env: Record<string, string>): Promise<{ code: number; said: string }> {
  return new Promise((resolve) => {
    const options = { env: { ...process.env, PORT: '0', ...env } }
    execFile(process.execPath, ['--no-warnings', file], options, (fault, out, errors) => {
      resolve({ code: typeof fault?.code === 'number' ? fault.code : 0, said: out + errors })
    })
  })
}

describe('a part that would send a key without TLS does not start', () => {
  const keys = {
    BROKER_API_KEY: 'canary',
    BROKER_API_SECRET: 'canary',
    MARKET_DATA_API_KEY: 'canary',
  }
  test.each([
    ['functions/broker-adapter', 'BROKER_BASE_URL', 'http://broker.example.com'],
    ['functions/broker-sync', 'BROKER_DATA_BASE_URL', 'http://broker.example.com'],
    ['services/trading-engine', 'BROKER_BASE_URL', 'http://broker.example.com'],
    ['functions/ingestion', 'MARKET_DATA_BASE_URL', 'http://market.example.com'],
    ['functions/ingestion', 'S3_ENDPOINT', 'http://minio.example.com'],
    ['functions/extractor', 'OLLAMA_BASE_URL', 'http://me:canary@ollama.example.com'],
    ['functions/parser', 'DATABASE_URL', 'postgres://a:canary@db.example.com/x'],
    ['services/scheduler', 'REDIS_URL', 'redis://:canary@redis.example.com'],
    ['services/pump', 'NODE_TLS_REJECT_UNAUTHORIZED', '0'],
  ])(
    '%s with %s=%s',
    async (folder, name, value) => {
      const { code, said } = await start(`${folder}/index.ts`, {
        ...keys,
        POSTGRES_PASSWORD: 'canary',
        [name]: value,
      })
      expect(code).not.toBe(0)
      expect(said).toContain(`Read ${name}: expected`)
      expect(said).not.toContain('canary')
    },
    20_000,
  )
})
