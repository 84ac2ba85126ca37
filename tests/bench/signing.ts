/**
 * What signatures cost: jobs carried by the pump to a function that does nothing, over HTTP.
 *
 * Both ends run in this process, on a real Redis; what is counted is processor time, so that other
 * work on the machine changes little. `peer` is the same without the time that signing and verifying
 * take, measured in the same run. A ratio of at most 1.03 is the goal.
 */

import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { openDoor } from '#shared/host/door.ts'
import { deriveId } from '#shared/host/ids.ts'
import { openLog } from '#shared/host/log.ts'
import { readBody } from '#shared/host/request.ts'
import { takePosted } from '#shared/host/serve.ts'
import { signRequest, verifyRequest } from '#shared/host/signature.ts'
import { writeEvent } from '#shared/queue/envelope.ts'
import { push } from '#shared/queue/redis/claim.ts'
import { closeRedis, openRedis, type Redis } from '#shared/queue/redis/connection.ts'
import { freePorts } from '../../services/local/embedded/ports.ts'
import { startRedis } from '../../services/local/embedded/redis.ts'
import { startStage } from '../../services/pump/stage.ts'
import { median } from './median.ts'

const ROUNDS = 5
const JOBS = 3_000
const IN_FLIGHT = 8
const SECRET = 'the secret of a bench, which guards nothing'

export async function bench() {
  const [port] = (await freePorts(1)) as [number]
  const server = await startRedis(port)
  const redis = openRedis(server.url)
  const door = openNothing()
  door.listen(0, '127.0.0.1')
  await once(door, 'listening')
  const url = new URL(`http://127.0.0.1:${(door.address() as AddressInfo).port}`)
  try {
    const rounds: { ours: number; peer: number; signing: number }[] = []
    // The first round warms up and is not counted.
    for (let round = 0; round <= ROUNDS; round++) {
      const ours = await carryAll(redis, url)
      const signing = signAll()
      if (round > 0) rounds.push({ ours, peer: ours - signing, signing })
    }
    const of = (pick: (round: (typeof rounds)[number]) => number) => median(rounds.map(pick))
    return {
      name: 'signing',
      ours: Math.round(of(({ ours }) => ours)),
      peer: Math.round(of(({ peer }) => peer)),
      ratio: of(({ ours, peer }) => ours / peer),
      unit: 'microseconds of processor a job, pump and a function that does nothing',
      signing: Math.round(of(({ signing }) => signing) * 10) / 10,
    }
  } finally {
    door.closeAllConnections()
    door.close()
    await closeRedis(redis)
    await server.stop()
  }
}

/** A function's door and signature, and behind them a function that does nothing. */
function openNothing() {
  const take = (
    _posted: unknown,
    { response, prove }: Parameters<Parameters<typeof takePosted>[0]['take']>[1],
  ) => void response.writeHead(204, prove(204)).end()
  return openDoor({
    takes: 'events',
    answer: (request, response) => {
      void readBody(request).then((body) =>
        takePosted({ stage: 'bench', secret: SECRET, take }, request, body, response),
      )
    },
  })
}

const eventOf = (number: number) =>
  writeEvent({
    jobId: deriveId('bench', number),
    list: 'bench',
    producer: 'bench',
    traceparent: null,
    businessAt: new Date(0),
    payload: JSON.stringify({ ticker: 'AAPL', number }),
  })

/** Microseconds of processor that one job takes on its way. */
async function carryAll(redis: Redis, url: URL): Promise<number> {
  await push(
    redis,
    'bench',
    Array.from({ length: JOBS }, (_, number) => eventOf(number)),
  )
  const log = openLog('bench')
  log.level = 'silent'
  const began = process.cpuUsage()
  const pump = startStage({
    stage: 'bench',
    row: { reads: ['bench'], feeds: [], inFlight: IN_FLIGHT },
    url,
    // Nothing dies here, so nothing is recorded.
    sql: {} as never,
    redis,
    deaths: {},
    log,
    secret: SECRET,
    needs: async () => undefined,
    settings: {
      answerMs: 10_000,
      leaseMs: 60_000,
      reaperMs: 5_000,
      deliveriesMax: 5,
      backOffMs: 5,
    },
  })
  while (pump.counts().done < JOBS)
    await new Promise((resolve) => {
      setTimeout(resolve, 5)
    })
  const used = process.cpuUsage(began)
  await pump.stop(1_000)
  return (used.user + used.system) / JOBS
}

/** The same for its signature alone, made and verified. */
function signAll(): number {
  const body = Buffer.from(eventOf(1))
  const asked = { method: 'POST', target: '/', body }
  const began = process.cpuUsage()
  for (let number = 0; number < JOBS; number++)
    verifyRequest(SECRET, { ...asked, headers: signRequest(SECRET, { by: 'pump', ...asked }) })
  const used = process.cpuUsage(began)
  return (used.user + used.system) / JOBS
}
