/**
 * The pump: carries jobs from their lists to the functions, one job one request.
 *
 * One program for every stage. It holds no state that matters: killed at any moment, its leases
 * run out and another pump goes on (docs/delivery.md).
 */

import type { IncomingMessage, ServerResponse } from 'node:http'
import { openDoor } from '#shared/host/door.ts'
import { readEnv, readNumber } from '#shared/host/env.ts'
import { messageOf, NotReady } from '#shared/host/faults.ts'
import type { Deaths } from '#shared/queue/dead-letters.ts'
import { functionUrl } from '#shared/queue/function-url.ts'
import { readDepthOf } from '#shared/queue/depth.ts'
import { listenForWakes } from '#shared/queue/redis/wake.ts'
import { NO_SECRET, readServiceSecret } from '#shared/host/signature.ts'
import { openLog, type Logger } from '#shared/host/log.ts'
import { closeRedis, openRedis, tellOutages, type Redis } from '#shared/queue/redis/connection.ts'
import { stageRow, type PipelineTable } from '#shared/queue/table.ts'
import { openPostgres } from '#shared/sql/open.ts'
import { openSchemaGate, type SchemaGate } from '#shared/sql/schema/gate.ts'
import type { CarrySettings } from './carry.ts'
import { startStage, type StagePump } from './stage.ts'

const BACK_OFF_MS = 1_000

/**
 * Pumps the stages of PUMP_STAGES, or all, until SIGTERM; then ends the process with 0. `deaths` says
 * what else a job that dies there changes.
 */
export function runPump(table: PipelineTable, deaths: Deaths): void {
  const stages = stagesToPump(table)
  const log = openLog('pump')
  const sql = openPostgres()
  const redis = openRedis()
  // What is said of the process names its stage too, where it has one.
  const told = stages.length === 1 ? log.child({ stage: stages[0] }) : log
  tellOutages(redis, told)
  const schema = openSchemaGate(sql, told)
  const secret = readToldSecret(told)
  const settings = readSettings()
  const shared = { sql, redis, deaths, log, settings, secret, needs: needsOf(schema, secret) }
  const graceMs = readNumber('GRACE_SECONDS') * 1_000
  const pumps = new Map(
    stages.map((stage) => [
      stage,
      startStage({ ...shared, stage, row: stageRow(table, stage), url: functionUrl(stage, table) }),
    ]),
  )
  const ear = listenForWakes(redis, (list) => {
    for (const [stage, pump] of pumps) if (stageRow(table, stage).reads.includes(list)) pump.wake()
  })
  const server = openDoor({
    takes: 'json',
    answer: (request, response) =>
      answer({ redis, needs: shared.needs, table, pumps }, request, response),
  })
  server.listen(readNumber('PORT'), readEnv('HOST'), () => {
    told.info({ address: server.address(), stages }, `pump of ${stages.join(', ')} started`)
  })
  const sayReady = () => told.info(`pump of ${stages.join(', ')} is ready: takes jobs`)
  redis.once('ready', () => void shared.needs().then(sayReady, () => undefined))
  let stopped = false
  const stop = async () => {
    if (stopped) return
    stopped = true
    const inFlight = [...pumps.values()].reduce((sum, pump) => sum + pump.counts().inFlight, 0)
    const words = `takes no more, ends ${inFlight} jobs in flight`
    told.info({ inFlight }, `pump of ${stages.join(', ')} is draining: ${words}`)
    await Promise.all([...pumps.values()].map((pump) => pump.stop(graceMs)))
    told.info(`pump of ${stages.join(', ')} stopped`)
    ear.disconnect()
    server.close()
    server.closeAllConnections()
    await Promise.all([closeRedis(redis), sql.end({ timeout: 1 })])
    process.exit(0)
  }
  process.on('SIGTERM', () => void stop())
  process.on('SIGINT', () => void stop())
}

function readToldSecret(log: Logger): string {
  const secret = readServiceSecret()
  if (secret === '') log.error(`the pump carries no jobs: ${NO_SECRET}`)
  return secret
}

/** The stages that PUMP_STAGES names; all where it names none. */
function stagesToPump(table: PipelineTable): string[] {
  const named = readEnv('PUMP_STAGES')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean)
  return named.length > 0 ? named : Object.keys(table.stages)
}

function readSettings(): CarrySettings {
  return {
    answerMs: readNumber('ANSWER_SECONDS', 1) * 1_000,
    leaseMs: readNumber('LEASE_SECONDS', 0.1) * 1_000,
    reaperMs: readNumber('REAPER_SECONDS', 0.05) * 1_000,
    deliveriesMax: readNumber('DELIVERIES_MAX', 1),
    backOffMs: BACK_OFF_MS,
  }
}

/** Without a secret no function would take a job, so none is claimed. */
function needsOf(schema: SchemaGate, secret: string): () => Promise<void> {
  return async () => {
    if (secret === '') throw new NotReady(NO_SECRET)
    await schema.pass()
  }
}

/** @throws NotReady naming a stage whose function does not let this pump in. */
function readiness(pumps: ReadonlyMap<string, StagePump>): { status: 'ready' } {
  for (const [stage, pump] of pumps) {
    const why = pump.barred()
    if (why !== undefined) throw new NotReady(`${stage} does not let this pump in: ${why}`)
  }
  return { status: 'ready' }
}

type Parts = {
  redis: Redis
  needs: () => Promise<void>
  table: PipelineTable
  pumps: Map<string, StagePump>
}

/** Answers /health, /ready and /status. */
function answer(
  { redis, needs, table, pumps }: Parts,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const path = (request.url ?? '/').split('?')[0]
  const send = (status: number, body: unknown) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }
  if (path === '/health') return send(200, { status: 'ok', name: 'pump' })
  if (path !== '/ready' && path !== '/status')
    return send(404, { detail: `No route ${request.method} ${path}` })
  if (redis.status !== 'ready') return send(503, { detail: 'Redis does not answer' })
  void (
    path === '/ready'
      ? Promise.all([redis.ping(), needs()]).then(() => readiness(pumps))
      : readStatus(redis, table, pumps)
  ).then(
    (body) => send(200, body),
    (fault: unknown) => send(503, { detail: messageOf(fault) }),
  )
}

async function readStatus(redis: Redis, table: PipelineTable, pumps: Map<string, StagePump>) {
  const names = [...pumps.keys()]
  const readsOf = (stage: string) => [...new Set(stageRow(table, stage).reads)]
  const depth = await readDepthOf(redis, [...new Set(names.flatMap(readsOf))], names)
  const stages = [...pumps].map(([stage, pump]) => {
    const lists = readsOf(stage).map((list) => ({ list, ...depth.lists[list] }))
    return [stage, { paused: depth.stages[stage]?.paused, lists, ...pump.counts() }]
  })
  return { stages: Object.fromEntries(stages) as Record<string, unknown> }
}
