/**
 * How an always-on service runs: an HTTP server with health and readiness, a round repeated in
 * business time, and a drain on SIGTERM.
 *
 * Under a stepped clock nothing runs by itself: whoever moves the clock asks for each round with
 * `POST /tick`, signed, so that a replay is the same every time. Under any other clock nobody can ask.
 */

import { randomUUID } from 'node:crypto'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { openRoundWatch, startBeats, type Beat } from './beat.ts'
import type { Clock } from './clock.ts'
import { openDoor, refuse } from './door.ts'
import { readEnv, readNumber } from './env.ts'
import { NotReady } from './faults.ts'
import type { Logger } from './log.ts'
import { toldReadiness } from './outage.ts'
import { partsAway, type ServiceParts } from './parts.ts'
import { Refusal } from './refusal.ts'
import { traceOf, withTrace } from './trace.ts'
import { readAddress, toRequest } from './request.ts'
import { reply, sendAnswer } from './respond.ts'
import { openRounds, type Round, type Rounds } from './rounds.ts'
import { openTick, type Tick } from './tick.ts'

const DRAIN_MS = 10_000

export type Service = {
  name: string
  log: Logger
  clock: Clock
  /** Throws where the record has not the schema that this code needs: then no work is done on it. */
  schema: { pass(): Promise<void>; look(): Promise<void> }
  /** Answers everything but /health, /ready and /tick. */
  fetch?: (request: Request) => Promise<Response> | Response
  /** Throws when another part the service needs does not answer. */
  ready?: () => Promise<void>
  /** What it stands on, by the name a person knows it by; each look fails while it is away. */
  parts: ServiceParts
  round?: Round
  /** Says that it is there, where somebody listens for that. */
  beat?: (beat: Beat) => Promise<void>
  /**
   * Where HOST is 127.0.0.1, it is there by IPv6 too: a browser that is sent to `localhost` may try
   * either, and no other program may take the other one.
   */
  isFront?: true
  /** Runs once, after the last round and the last request. */
  close: () => Promise<void>
}

/** Serves until SIGTERM or SIGINT, then ends the process with 0. */
export function runService(parts: Service): Server {
  const isReady = async () => {
    await parts.schema.look()
    await parts.ready?.()
  }
  const service = { ...parts, ready: toldReadiness(isReady, parts.log, parts.name) }
  const watch = openRoundWatch(service.round?.secondsMax)
  const rounds = service.round ? openRounds({ ...service, watch }, service.round) : undefined
  const endBeats = service.beat ? startBeats(service.beat, watch, service.log) : () => undefined
  const tick = rounds && openTick(rounds, service.clock)
  const listen = (host: string) => {
    const server = openDoor({
      takes: 'json',
      answer(request, response) {
        const { traceparent } = traceOf(request.headers)
        request.headers['traceparent'] = traceparent
        void withTrace(traceparent, () => answer(service, tick, request, response))
      },
    })
    server.listen(readNumber('PORT'), host, () => {
      service.log.info({ address: server.address() }, `${service.name} started`)
    })
    return server
  }
  const server = listen(readEnv('HOST'))
  const servers =
    service.isFront && readEnv('HOST') === '127.0.0.1'
      ? [server, mayBeAway(listen('::1'))]
      : [server]
  const stop = () => {
    service.log.info(`${service.name} is draining: ends its round and its requests`)
    endBeats()
    void drain(service, servers, rounds)
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
  return server
}

/** A machine may have no IPv6; that another program has the port is a fault as ever. */
function mayBeAway(server: Server): Server {
  return server.on('error', (fault: NodeJS.ErrnoException) => {
    if (!['EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes(fault.code ?? '')) throw fault
  })
}

async function answer(
  service: Service,
  tick: Tick | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const path = readAddress(request)
    if (path === '/health') return reply(response, 200, { status: 'ok', name: service.name })
    if (path === '/ready') {
      return await tellReadiness(service, response)
    }
    if (path === '/tick' && request.method === 'POST' && tick) {
      await tick(request)
      return reply(response, 200, { status: 'done' })
    }
    if (!service.fetch) throw new Refusal(404, `No route ${request.method} ${path}`, 'no_route')
    await service.schema.pass()
    await sendAnswer(response, await service.fetch(await toRequest(request, goneOf(response))))
  } catch (fault) {
    const refusal = fault instanceof Refusal ? fault : await blame(service, fault)
    if (response.headersSent) response.destroy()
    else refuse(response, refusal)
  }
}

/** Aborted where who asks goes before the answer is out. */
function goneOf(response: ServerResponse): AbortSignal {
  const gone = new AbortController()
  response.once('close', () => {
    if (!response.writableFinished) gone.abort()
  })
  return gone.signal
}

/** The log has told why already; a probe is told which part is away. */
async function tellReadiness(service: Service, response: ServerResponse): Promise<void> {
  const why = await service.ready?.().then(
    () => undefined,
    async (fault: unknown) => {
      if (fault instanceof NotReady) return fault.message
      const away = await partsAway(service.parts)
      return away.length > 0 ? `${away.join(' and ')} does not answer` : 'the log says why'
    },
  )
  if (why === undefined) return reply(response, 200, { status: 'ready' })
  refuse(response, new Refusal(503, `${service.name} is not ready: ${why}`, 'not_ready'))
}

/** What a caller is told of a fault: which part is away, never in that part's words. */
async function blame({ log, name, parts }: Service, fault: unknown): Promise<Refusal> {
  if (fault instanceof NotReady)
    return new Refusal(503, `${name} is not ready: ${fault.message}`, 'not_ready')
  const faultId = randomUUID()
  log.error({ err: fault, faultId }, `${name}: a request failed`)
  const away = await partsAway(parts)
  const more = `the log of ${name} says more under ${faultId}`
  if (away.length > 0) return new Refusal(503, `${away.join(' and ')} does not answer; ${more}`)
  return new Refusal(500, `The request failed; ${more}`)
}

async function drain(
  service: Service,
  servers: readonly Server[],
  rounds: Rounds | undefined,
): Promise<void> {
  const deadline = setTimeout(() => process.exit(1), DRAIN_MS)
  const closed = servers.map((server) => {
    const isClosed = new Promise<void>((resolve) => {
      server.close(() => resolve())
    })
    server.closeIdleConnections()
    setTimeout(() => server.closeAllConnections(), 2_000).unref()
    return isClosed
  })
  await rounds?.stop()
  await Promise.all(closed)
  await service.close()
  clearTimeout(deadline)
  process.exit(0)
}
