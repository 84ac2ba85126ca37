/**
 * What goes wrong at vendors, in the shares one asks for: refusals, faults, slow and cut replies, and
 * records that are odd. The odd ones are added to what is there, so that nothing good is missing.
 */

import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { openRandom, type Random } from '../contents/random.ts'
import type { WorldAnswer } from './answer.ts'

/** One in so many; 0: none. */
export type FaultRates = {
  odd: number
  refused: number
  broken: number
  cut: number
  slow: number
}

export type WorldFaults = {
  /** Writes the answer of a vendor, or what comes of it; false where it is to be written as it is. */
  write(prefix: string, response: ServerResponse, answer: WorldAnswer): boolean
  /** How often each was done. */
  counts(): Readonly<Record<keyof FaultRates, number>>
}

const NONE: FaultRates = { odd: 0, refused: 0, broken: 0, cut: 0, slow: 0 }
/** Routes of the world's own, and the model's; all others are a vendor's. */
const WELL = new Set(['world', 'ollama', 'api'])
const SLOW_MS = 150

/** @throws RangeError naming what it cannot read; `odd=10 refused=5` is how it is written. */
export function readFaultRates(text: string): FaultRates {
  const rates = { ...NONE }
  for (const part of text.split(/[\s,]+/).filter(Boolean)) {
    const [, name = '', many = ''] = /^([a-z]+)=(\d{1,6})$/.exec(part) ?? []
    if (!Object.hasOwn(NONE, name))
      throw new RangeError(
        `Read the faults: expected <kind>=<one in so many> of ${Object.keys(NONE).join(', ')}, found "${part}"`,
      )
    rates[name as keyof FaultRates] = Number(many)
  }
  return rates
}

/**
 * Of each run of so many answers exactly one falls, at a place that chance chooses: how many requests there are
 * depends on how they race, and a kind that never came would show nothing.
 */
export function openFaults(rates: FaultRates, seed: number): WorldFaults {
  const random = openRandom(seed, 'faults')
  const counts = { ...NONE }
  const runs = new Map<keyof FaultRates, { at: number; falls: number }>()
  const falls = (kind: keyof FaultRates): boolean => {
    const oneIn = rates[kind]
    if (oneIn === 0) return false
    const run = runs.get(kind) ?? { at: 0, falls: random.whole(0, oneIn - 1) }
    const fell = run.at === run.falls
    runs.set(kind, run)
    run.at += 1
    if (run.at === oneIn) runs.delete(kind)
    if (fell) counts[kind] += 1
    return fell
  }
  return {
    counts: () => counts,
    write(prefix, response, answer) {
      if (WELL.has(prefix)) return false
      if (falls('refused')) refuse(response, random)
      else if (falls('broken')) response.writeHead(500).end('{"message":"a fault of ours"}')
      else if (answer.status !== 200) return false
      else {
        const body = withOdd(answer, rates.odd, random, () => (counts.odd += 1))
        const { headers } = answer
        if (falls('cut')) cut(response, headers, body)
        else if (falls('slow')) void drip(response, headers, body)
        else
          response.writeHead(200, { ...headers, 'content-length': String(body.length) }).end(body)
      }
      return true
    },
  }
}

/** In each of the ways in which vendors say how long. */
function refuse(response: ServerResponse, random: Random): void {
  const inASecond = new Date(Math.ceil(Date.now() / 1_000) * 1_000 + 1_000)
  const says = random.pick<Record<string, string>>([
    { 'retry-after': '1' },
    { 'retry-after': inASecond.toUTCString() },
    { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1' },
    { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(inASecond.getTime() / 1_000) },
  ])
  response.writeHead(429, says).end('{"message":"too many requests"}')
}

function cut(response: ServerResponse, headers: Record<string, string>, body: Buffer): void {
  response.writeHead(200, { ...headers, 'content-length': String(body.length + 1) })
  response.write(body.subarray(0, body.length / 2), () => response.destroy())
}

async function drip(
  response: ServerResponse,
  headers: Record<string, string>,
  body: Buffer,
): Promise<void> {
  response.writeHead(200, { ...headers, 'content-length': String(body.length) })
  response.write(body.subarray(0, body.length / 2))
  await sleep(SLOW_MS)
  response.end(body.subarray(body.length / 2))
}

function bytesOf({ body }: WorldAnswer): Buffer {
  if (Array.isArray(body)) return Buffer.from(body.join(''))
  return typeof body === 'string' ? Buffer.from(body) : body
}

/** One in so many records more, each of a kind that cannot be used. */
function withOdd(answer: WorldAnswer, oneIn: number, random: Random, note: () => void): Buffer {
  const bytes = bytesOf(answer)
  if (oneIn === 0) return bytes
  const type = answer.headers['content-type'] ?? ''
  if (type.includes('json')) return withOddResults(bytes, oneIn, random, note)
  if (!/xml|rss/.test(type)) return bytes
  const text = bytes.toString('utf8')
  return Buffer.from(
    text.replaceAll(/<\/item>/g, (end) => {
      if (!random.chance(1 / oneIn)) return end
      note()
      return `${end}${random.pick(ODD_ITEMS)}`
    }),
  )
}

const ODD_ITEMS = [
  '<item></item>',
  '<item><title> </title><description></description></item>',
  '<item><guid>odd</guid><pubDate>0000-00-00T00:00:00Z</pubDate></item>',
]

/** An odd one that said it was a good one would be a correction of it. */
const NOBODY = { id: null, article_url: null, description: null }
const ODD_RECORDS: readonly ((one: Record<string, unknown>) => unknown)[] = [
  () => null,
  () => 'no record',
  () => ({}),
  // What says what it is, and nothing of when or how much.
  (one) => ({ ...one, ...NOBODY, title: null, o: 'dear', t: null }),
  (one) => ({ ...one, ...NOBODY, title: ' \u0000 ', h: -1, l: 1e308 }),
  (one) => ({ ...one, ...NOBODY, published_utc: '0000-00-00T00:00:00Z', title: ['a'], t: 1e300 }),
]

function withOddResults(bytes: Buffer, oneIn: number, random: Random, note: () => void): Buffer {
  const page = JSON.parse(bytes.toString('utf8')) as { results?: unknown }
  if (!Array.isArray(page.results)) return bytes
  const results = (page.results as unknown[]).flatMap((one) => {
    if (!random.chance(1 / oneIn)) return [one]
    note()
    return [one, random.pick(ODD_RECORDS)(one as Record<string, unknown>)]
  })
  return Buffer.from(JSON.stringify({ ...page, results }))
}
