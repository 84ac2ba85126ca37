/**
 * Tells every open page what changed, by server-sent events (WHATWG HTML, section 9.2).
 *
 * One poller serves all pages and runs only while there is one. A message names topics, never
 * data: a page asks again for what it shows.
 */

import { TOPICS, type News, type Topic } from '#shared/contracts/api/topics.ts'
import type { Principal } from '#shared/contracts/api/principal.ts'
import { Refusal } from '#shared/host/refusal.ts'
import type { Logger } from '#shared/host/log.ts'
import type { TopicMarks } from './topic-marks.ts'

const POLL_MS = 1_000
/** A page that hears nothing for ten seconds takes the stream for lost. */
const BEAT_EVERY = 3
/** How often it is looked whether who listens may still come in. */
const LOOK_EVERY = 15
export const CLIENTS_MAX = 500
/** Of one person: whoever opens more keeps nobody else out, and has the oldest give way. */
export const OWN_MAX = 20

/** When one that gave way may come back: at once, two browsers would throw each other out in turn. */
const AWAY_MS = 300_000

export type LiveParts = {
  /** Asked once a second while a page is open. */
  read: () => Promise<TopicMarks>
  /** Whether who listens may still come in: a stream outlives the moment it was opened in. */
  isStillIn: (by: Principal) => Promise<boolean>
  log: Logger
  pollMs?: number
}

/** `open` throws a Refusal 503 when too many listen. */
export type Live = { open(by: Principal): Response; stop(): void; readonly clients: number }
type Controller = ReadableStreamDefaultController<Uint8Array>
type Client = { controller: Controller; by: Principal }

const encoder = new TextEncoder()

/** Listens on the database's behalf. */
export function openLive({ read, isStillIn, log, pollMs = POLL_MS }: LiveParts): Live {
  const clients = new Set<Client>()
  const newcomers = new Set<Client>()
  let timer: NodeJS.Timeout | undefined
  let last: TopicMarks | undefined
  let rounds = 0
  const look = openLook(clients, newcomers, { isStillIn, log })

  const poll = async () => {
    rounds += 1
    try {
      const marks = await read()
      const changed = last ? changedTopics(last, marks) : []
      last = marks
      // What changed between a page's first look and this one, nobody told it: it asks again.
      tell(newcomers, message([...TOPICS]))
      newcomers.clear()
      if (changed.length > 0) tell(clients, message(changed))
      else if (rounds % BEAT_EVERY === 0) tell(clients, BEAT)
      // Apart: looking at hundreds one by one must not keep the beat from the others.
      if (rounds % LOOK_EVERY === 0) look()
    } catch (fault) {
      log.warn({ err: fault }, 'live: the poll failed')
    }
    if (clients.size > 0) timer = setTimeout(() => void poll(), pollMs)
    else timer = last = undefined
  }
  return {
    open(by) {
      const own = [...clients].filter((client) => keyOf(client.by) === keyOf(by))
      if (own.length >= OWN_MAX) giveWay(own[0]!, clients, newcomers)
      if (clients.size >= CLIENTS_MAX) {
        throw new Refusal(503, `${CLIENTS_MAX} pages listen already`, 'too_many_pages')
      }
      if (!timer) timer = setTimeout(() => void poll(), 0)
      return join(by, clients, newcomers)
    },
    stop() {
      clearTimeout(timer)
      for (const { controller } of clients) controller.close()
      clients.clear()
      newcomers.clear()
    },
    get clients() {
      return clients.size
    },
  }
}

/** No news. */
const BEAT = 'event: beat\ndata:\n\n'

function message(topics: Topic[]): string {
  return `data: ${JSON.stringify({ topics } satisfies News)}\n\n`
}

function tell(clients: ReadonlySet<Client>, text: string): void {
  for (const { controller } of clients) controller.enqueue(encoder.encode(text))
}

/** Whose pages are counted together. */
function keyOf(by: Principal): string {
  return by.kind === 'person' || by.kind === 'token' ? by.id : by.from
}

/** Ends a stream for another of the same person, and tells its page to wait before it comes back. */
function giveWay(client: Client, clients: Set<Client>, newcomers: Set<Client>): void {
  clients.delete(client)
  newcomers.delete(client)
  client.controller.enqueue(encoder.encode(`retry: ${AWAY_MS}\n: another page took its place\n\n`))
  client.controller.close()
}

/** Looks who may still come in, one look at a time. */
function openLook(
  clients: Set<Client>,
  newcomers: Set<Client>,
  { isStillIn, log }: Pick<LiveParts, 'isStillIn' | 'log'>,
): () => void {
  let looking: Promise<void> | undefined
  return () => {
    looking ??= shutOut(clients, newcomers, isStillIn)
      .catch((fault: unknown) => log.warn({ err: fault }, 'live: who may listen is not known'))
      .finally(() => {
        looking = undefined
      })
  }
}

/** Ends the streams of those who may no longer come in. */
async function shutOut(
  clients: Set<Client>,
  newcomers: Set<Client>,
  isStillIn: LiveParts['isStillIn'],
): Promise<void> {
  for (const client of clients) {
    if (await isStillIn(client.by)) continue
    if (!clients.delete(client)) continue
    newcomers.delete(client)
    client.controller.close()
  }
}

/** A stream that belongs to `clients` until its reader goes. */
function join(by: Principal, clients: Set<Client>, newcomers: Set<Client>): Response {
  let self: Client
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      self = { controller, by }
      clients.add(self)
      newcomers.add(self)
      controller.enqueue(encoder.encode('retry: 2000\n: welcome\n\n'))
    },
    cancel() {
      clients.delete(self)
      newcomers.delete(self)
    },
  })
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    },
  })
}

/** Topics whose mark differs. */
function changedTopics(before: TopicMarks, after: TopicMarks): Topic[] {
  return TOPICS.filter((topic) => before[topic] !== after[topic])
}
