/** query-api as a real process over a small lake, asked over HTTP by a viewer who has signed in. */

import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { request, type ClientRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, vi } from 'vitest'
import { childEnv } from '#shared/host/env.ts'
import { sha256 } from '#shared/host/ids.ts'
import { addPerson } from '#shared/sql/access/people.ts'
import { makeLink } from '#shared/sql/access/sign-in-link.ts'
import { freePorts } from '../../../../services/local/embedded/ports.ts'
import { ask, type Said } from '../../../helpers/ask.ts'
import { cloneDatabase } from '../../../helpers/database.ts'
import { openLakeRig } from '../../../helpers/lake.ts'
import { childrenOf } from '../../../helpers/processes.ts'
import { openTestRedis } from '../../../helpers/redis.ts'
import { TEST_SECRET } from '../../../helpers/secret.ts'

const NOW = new Date('2019-01-03T15:00:00Z')

export async function openAsked(settings: Record<string, string>) {
  const database = await cloneDatabase()
  const folder = mkdtempSync(join(tmpdir(), 'stonks-asked-api-'))
  await database.sql`insert into documents (document_id, source_type, document_type, content_hash, raw_bucket, raw_key,
      raw_sha256, title, published_at, ingested_at, status_at)
    values (gen_random_uuid(), 'news_api', 'article', ${sha256('a')}, 'b', 'k', ${sha256('a')}, 'One', ${NOW}, ${NOW}, ${NOW})`
  await openLakeRig(database.sql, database.as('stonks_lake'), NOW, join(folder, 'objects')).flush()
  const [port = 0] = await freePorts(1)
  const url = `http://127.0.0.1:${port}`
  const own = new URL(database.url)
  const { options } = database.as('stonks_api')
  own.username = 'stonks_api'
  own.password = String(options.pass)
  const env = childEnv({
    DATABASE_URL: own.href,
    REDIS_URL: (await openTestRedis()).url,
    OBJECTS_DIR: join(folder, 'objects'),
    PORT: String(port),
    PUBLIC_URL: url,
    LOG_LEVEL: 'fatal',
    SERVICE_SECRET: TEST_SECRET,
    ...settings,
  })
  const start = async (): Promise<ChildProcess> => {
    const child = spawn(process.execPath, ['--no-warnings', 'services/query-api/index.ts'], {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    await vi.waitFor(() => ask(url, { path: '/health' }), { timeout: 60_000, interval: 100 })
    return child
  }
  let api = await start()
  afterAll(() => {
    api.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  })
  const person = await addPerson(database.sql, { name: 'vera', role: 'viewer' }, new Date())
  const link = await makeLink(
    database.sql,
    { personId: person!.personId, madeBy: 'a test', minutes: 15, origin: url },
    new Date(),
  )
  const json = { 'content-type': 'application/json' }
  const body = JSON.stringify({ link: link.url.split('#link=')[1] })
  const signedIn = await ask(url, { method: 'POST', path: '/api/access/link', headers: json, body })
  const cookie = (signedIn.headers['set-cookie'] ?? []).map((line) => line.split(';')[0]).join('; ')
  const headers = { ...json, cookie }

  return {
    folder,
    sql: database.sql,
    post: (path: string, asked: object) =>
      ask(url, { method: 'POST', path, headers, body: JSON.stringify(asked) }),
    /** One whose asker may go before it is answered. */
    begin(statement: string): ClientRequest {
      const call = request(`${url}/api/sql`, { method: 'POST', headers, agent: false })
      call.on('error', () => undefined)
      call.end(JSON.stringify({ statement }))
      return call
    },
    /** Processes that answer questions of it. */
    engines: () => childrenOf(api.pid),
    kill: () => api.kill('SIGKILL'),
    async restart() {
      api.kill('SIGKILL')
      api = await start()
    },
  }
}

export const codeOf = ({ status, text }: Said): unknown =>
  status === 200 ? 'answered' : (JSON.parse(text) as { code?: string }).code
