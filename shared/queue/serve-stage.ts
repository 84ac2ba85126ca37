/**
 * The function host: one stage under the functions framework, or by itself with what that lacks.
 *
 * The stage is registered as an HTTP function that takes CloudEvents, so the framework's own command
 * runs the same file. Run by itself, a server of ours limits bodies, answers /health and /ready, and
 * on SIGTERM finishes what is in flight, where the framework's command would drop it. Either way only
 * what a program of ours signed is taken. The framework's server stays out of our own: it enters a
 * node:domain for each request, a third of a function's time.
 */

import type { IncomingMessage, ServerResponse } from 'node:http'
import { basename } from 'node:path'
import { http } from '@google-cloud/functions-framework'
import type { StageName } from '../pipeline.ts'
import type { Sql } from '../sql/open.ts'
import { openSchemaGate } from '../sql/schema/gate.ts'
import { openClock } from '../host/clock.ts'
import { deliver, type AnyHandler, type DeliveryHost, type Outcome } from './deliver.ts'
import { openLog, type Logger } from '../host/log.ts'
import { refusalAtDoor, refuse, setOwnHeaders } from '../host/door.ts'
import { readOwnHosts } from '../host/own-hosts.ts'
import { listen, PUT_OFF_HEADER, takePosted, type Exchange } from '../host/serve.ts'
import { withTrace } from '../host/trace.ts'
import { readServiceSecret } from '../host/signature.ts'
import type { Handlers } from './stage.ts'
import { productTable, stageRow, type PipelineTable } from './table.ts'

export type FunctionParts = {
  sql: Sql
  /** Runs once, after the last delivery. */
  close?: () => Promise<void>
}

/** Serves a stage of the product until SIGTERM; under the framework's command it only registers. */
export function serveStage<S extends StageName>(
  stage: S,
  handlers: Handlers<S>,
  parts: FunctionParts,
): void {
  serveFunction(productTable, stage, handlers as Readonly<Record<string, AnyHandler>>, parts)
}

/** `serveStage` for any table. */
export function serveFunction(
  table: PipelineTable,
  stage: string,
  handlers: Readonly<Record<string, AnyHandler>>,
  parts: FunctionParts,
): void {
  stageRow(table, stage)
  const log = openLog(stage)
  const ending = new AbortController()
  const schema = openSchemaGate(parts.sql, log)
  const host: DeliveryHost = {
    table,
    stage,
    handlers,
    sql: parts.sql,
    schema,
    clock: openClock(),
    signal: ending.signal,
  }
  const take = (posted: unknown, exchange: Exchange) => {
    void withTrace(traceparentIn(posted), () =>
      deliver(host, posted, exchange.delivery).then((outcome) => {
        report(log, outcome)
        answer(exchange, outcome)
      }),
    )
  }
  if (isFrameworkCommand()) {
    register(stage, take)
    return
  }
  listen({
    stage,
    log,
    take,
    ending,
    ready: schema.look,
    close: async () => {
      await parts.close?.()
      await parts.sql.end({ timeout: 2 })
    },
  })
}

function traceparentIn(posted: unknown): string | undefined {
  const { traceparent } = (posted ?? {}) as { traceparent?: unknown }
  return typeof traceparent === 'string' ? traceparent : undefined
}

/** For the framework's command, which reads bodies itself: the same door, the same signature. */
function register(stage: string, take: (posted: unknown, exchange: Exchange) => void): void {
  const [own, secret] = [readOwnHosts(), readServiceSecret()]
  http(stage, (request: IncomingMessage & { rawBody?: Buffer }, response: ServerResponse) => {
    leaveDomain()
    setOwnHeaders(response)
    const refusal = refusalAtDoor(request, 'events', own)
    if (refusal) refuse(response, refusal)
    else takePosted({ stage, secret, take }, request, request.rawBody ?? Buffer.alloc(0), response)
  })
}

/**
 * The framework enters a node:domain for each request, and while one is entered its hook runs for
 * every promise: a quarter of a function's time. No fault of ours escapes `deliver`, so it is left.
 */
function leaveDomain(): void {
  const { domain } = process as { domain?: { exit(): void } | null }
  domain?.exit()
}

function isFrameworkCommand(): boolean {
  const program = process.argv[1] ?? ''
  return (
    basename(program).startsWith('functions-framework') ||
    /functions-framework[\\/]build[\\/]/.test(program)
  )
}

function report(log: Logger, outcome: Outcome): void {
  if (outcome.status === 204) {
    const { jobId, list, repeat } = outcome
    log.debug({ job: jobId, list }, repeat ? 'job was done before, nothing changed' : 'job done')
  } else if (outcome.status === 429) {
    // The pump tells of it, once: it knows which job it is.
    log.debug({ waitMs: outcome.waitMs }, `job is put off: ${outcome.message}`)
  } else if (outcome.status === 500) {
    log.error({ err: outcome.fault }, `job failed and will be delivered again: ${outcome.message}`)
  } else if (outcome.status === 503) {
    log.warn(`job waits for the record: ${outcome.message}`)
  } else {
    log.warn({ reason: outcome.reason }, `job refused for good: ${outcome.message}`)
  }
}

function answer({ response, prove }: Exchange, outcome: Outcome): void {
  if (response.headersSent || response.destroyed) return
  const proof = prove(outcome.status)
  if (outcome.status === 204) {
    response
      .writeHead(204, { ...proof, ...(outcome.repeat ? { 'x-stonks-repeat': '1' } : {}) })
      .end()
    return
  }
  const { status, message } = outcome
  const body = JSON.stringify(
    'reason' in outcome ? { reason: outcome.reason, message } : { message },
  )
  response
    .writeHead(status, { ...proof, ...waitOf(outcome), 'content-type': 'application/json' })
    .end(body)
}

/** For whoever reads HTTP in seconds, and for the pump the mark that this was no failure. */
function waitOf(outcome: Outcome): Record<string, string> {
  if (outcome.status !== 429) return {}
  return {
    'retry-after': String(Math.ceil(outcome.waitMs / 1_000)),
    [PUT_OFF_HEADER]: String(outcome.waitMs),
  }
}
