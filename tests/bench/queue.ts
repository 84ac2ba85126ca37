/**
 * Claim and acknowledge: our queue against BullMQ, on one Redis, in one process.
 *
 * Jobs are put in before the clock starts; then each side takes, does nothing, and settles all of
 * them, turn and turn about. BullMQ, too, fetches the next job with the end of the last. The figure
 * is the median of the pairs' ratios: a shared machine is fast one minute and slow the next.
 */

import { writeEvent } from '#shared/queue/envelope.ts'
import { deriveId } from '#shared/host/ids.ts'
import { claim, push } from '#shared/queue/redis/claim.ts'
import { acknowledge } from '#shared/queue/redis/settle.ts'
import { closeRedis, openRedis, type Redis } from '#shared/queue/redis/connection.ts'
import { freePorts } from '../../services/local/embedded/ports.ts'
import { startRedis } from '../../services/local/embedded/redis.ts'
import { median } from './median.ts'
import { loadPeer } from './peer.ts'

const PAIRS = 5
const JOBS = { 50: 4_000, 1: 800 } as const

type Concurrency = keyof typeof JOBS

/** What of BullMQ is used here. */
type Connection = { connection: { host: string; port: number } }
type BullMq = {
  Queue: new (
    name: string,
    options: Connection,
  ) => {
    addBulk(jobs: { name: string; data: object; opts: object }[]): Promise<unknown>
    close(): Promise<void>
  }
  Worker: new (
    name: string,
    work: () => Promise<void>,
    options: Connection & { concurrency: number; autorun: boolean },
  ) => {
    on(event: 'completed', listener: () => void): void
    on(event: 'error', listener: (fault: Error) => void): void
    waitUntilReady(): Promise<unknown>
    run(): Promise<void>
    close(): Promise<void>
  }
}

/** `ours` and `peer` in jobs a second with 50 in flight; `one_at_a_time` with a single one. */
export async function bench() {
  const bullmq = await loadPeer<BullMq>('bullmq.mjs', 'bullmq')
  const [port] = (await freePorts(1)) as [number]
  const server = await startRedis(port)
  const redis = openRedis(server.url)
  try {
    const many = await compare(redis, bullmq, port, 50)
    const one = await compare(redis, bullmq, port, 1)
    return {
      name: 'queue',
      ...many,
      unit: `jobs/s, 50 in flight, ${server.kind}`,
      one_at_a_time: one,
    }
  } finally {
    await closeRedis(redis)
    await server.stop()
  }
}

async function compare(redis: Redis, bullmq: BullMq, port: number, inFlight: Concurrency) {
  const pairs: { ours: number; peer: number }[] = []
  // The first pair warms both up and is not counted.
  for (let pair = 0; pair <= PAIRS; pair++) {
    const ours = await runOurs(redis, inFlight)
    const peer = await runBullMq(bullmq, port, inFlight, pair)
    if (pair > 0) pairs.push({ ours, peer })
  }
  return {
    ours: Math.round(median(pairs.map(({ ours }) => ours))),
    peer: Math.round(median(pairs.map(({ peer }) => peer))),
    ratio: median(pairs.map(({ ours, peer }) => ours / peer)),
  }
}

async function runOurs(redis: Redis, inFlight: Concurrency): Promise<number> {
  const jobs = JOBS[inFlight]
  const events = Array.from({ length: jobs }, (_, number) =>
    writeEvent({
      jobId: deriveId('bench', number),
      list: 'bench',
      producer: 'bench',
      traceparent: null,
      businessAt: new Date(0),
      payload: JSON.stringify({ ticker: 'AAPL', number }),
    }),
  )
  for (let from = 0; from < jobs; from += 500)
    await push(redis, 'bench', events.slice(from, from + 500))
  let done = 0
  const next = () =>
    claim(redis, { stage: 'bench', list: 'bench', most: inFlight, leaseMs: 60_000 })
  const started = performance.now()
  // As the pump does: one claim fills all free places, and travels with the acknowledgements.
  for (let held = await next(); held.length > 0;) {
    const [told, following] = await Promise.all([
      Promise.all(held.map((job) => acknowledge(redis, 'bench', job))),
      next(),
    ])
    done += told.filter(Boolean).length
    held = following
  }
  const seconds = (performance.now() - started) / 1_000
  if (done !== jobs) throw new Error(`Bench: expected ${jobs} jobs done, found ${done}`)
  return jobs / seconds
}

async function runBullMq(
  bullmq: BullMq,
  port: number,
  inFlight: Concurrency,
  pair: number,
): Promise<number> {
  const jobs = JOBS[inFlight]
  const name = `bench-${inFlight}-${pair}`
  const connection = { host: '127.0.0.1', port }
  const queue = new bullmq.Queue(name, { connection })
  await queue.addBulk(
    Array.from({ length: jobs }, (_, number) => ({
      name: 'job',
      data: { ticker: 'AAPL', number },
      opts: { removeOnComplete: true, removeOnFail: true },
    })),
  )
  const worker = new bullmq.Worker(name, () => Promise.resolve(), {
    connection,
    concurrency: inFlight,
    autorun: false,
  })
  worker.on('error', () => undefined)
  await worker.waitUntilReady()
  let done = 0
  const all = new Promise<void>((resolve) => {
    worker.on('completed', () => {
      if (++done === jobs) resolve()
    })
  })
  const started = performance.now()
  void worker.run()
  await all
  const seconds = (performance.now() - started) / 1_000
  await worker.close()
  await queue.close()
  return jobs / seconds
}

/** Installed beside the bench when first needed: the product does without it. */
