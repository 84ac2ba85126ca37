/** Trials that talk to a part: the one the environment names, else an embedded one, started and ended. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { trialAsk } from '#shared/clients/model/judged.ts'
import { BadReply } from '#shared/clients/model/server.ts'
import { openNamedServer, type ServerKind } from '#shared/clients/model/settings.ts'
import { fetchKeyed } from '#shared/clients/keyed/fetch.ts'
import { isSet, readEnv } from '#shared/host/env.ts'
import { askDatabase, askRedis } from '../../local/ask-servers.ts'
import { freePorts } from '../../local/embedded/ports.ts'
import { startPostgres } from '../../local/embedded/postgres.ts'
import { startRedis } from '../../local/embedded/redis.ts'

const ANSWER_MS = 10_000
/** A model may have to be loaded first. */
const MODEL_ANSWER_MS = 120_000

export async function tryDatabase(): Promise<string> {
  if (isSet('DATABASE_URL')) return askDatabase(readEnv('DATABASE_URL'))
  const folder = mkdtempSync(join(tmpdir(), 'stonks-doctor-'))
  const [port] = (await freePorts(1)) as [number]
  try {
    const server = await startPostgres(join(folder, 'data'), port)
    try {
      return `${await askDatabase(server.url)}, embedded`
    } finally {
      await server.stop()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export async function tryQueues(): Promise<string> {
  if (isSet('REDIS_URL')) return askRedis(readEnv('REDIS_URL'))
  const [port] = (await freePorts(1)) as [number]
  const server = await startRedis(port)
  try {
    return `${await askRedis(server.url)}, ${server.kind}`
  } finally {
    await server.stop()
  }
}

/** Any answer that is not a refusal of the key or a failure of the server counts. */
export async function tryUrl(base: string, path: string): Promise<string> {
  const headers: Record<string, string> = {
    authorization: `Bearer ${readEnv('MARKET_DATA_API_KEY')}`,
    'user-agent': readEnv('EDGAR_USER_AGENT'),
    'apca-api-key-id': readEnv('BROKER_API_KEY'),
    'apca-api-secret-key': readEnv('BROKER_API_SECRET'),
  }
  const reply = await fetchKeyed(base + path, {
    headers: headersFor(path, headers),
    signal: AbortSignal.timeout(ANSWER_MS),
  })
  await reply.body?.cancel()
  if (reply.status < 400 || reply.status === 404 || reply.status === 429)
    return `${base} answers ${reply.status}`
  throw new Error(`${base} answers ${reply.status}`)
}

/** Each system is sent its own key and no other's. */
function headersFor(path: string, all: Record<string, string>): Record<string, string> {
  const wanted = path.startsWith('/submissions')
    ? ['user-agent']
    : path === '/v2/clock'
      ? ['apca-api-key-id', 'apca-api-secret-key']
      : ['authorization']
  return Object.fromEntries(wanted.flatMap((name) => (all[name] ? [[name, all[name]]] : [])))
}

/** One real reply, of a few words: that a server lists a model does not say that it runs. */
export async function askModel(kind: ServerKind): Promise<string> {
  const { server, model, address } = openNamedServer(kind)
  const late = AbortSignal.timeout(MODEL_ANSWER_MS)
  const { modelVersion, latencyMs } = await server
    .ask(trialAsk(model), late)
    .catch((fault: unknown) => {
      // Cut, since it is given few words: it answers.
      if (fault instanceof BadReply && fault.code === 'model_cut')
        return { modelVersion: 'cut short', latencyMs: undefined }
      throw fault
    })
  const took = latencyMs === undefined ? '' : ` in ${(latencyMs / 1_000).toFixed(1)} s`
  return `${model} (${modelVersion}) at ${new URL(address).host} replies${took}`
}
