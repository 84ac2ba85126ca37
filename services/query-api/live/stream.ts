/**
 * Tells every open page what changed, by server-sent events (WHATWG HTML, section 9.2).
 *
 * One poller serves all pages and runs only while there is one. A message names topics, never
 * data: a page asks again for what it shows.
 */

import { TOPICS, type News, type Topic } from '#shared/contracts/api/topics.ts'
import { Refusal } from '#shared/host/refusal.ts'
import type { Logger } from '#shared/host/log.ts'
import type { TopicMarks } from './topic-marks.ts'

const POLL_MS = 1_000
/** Proxies close what is silent for a minute; a comment line keeps it open. */
const BEAT_EVERY = 15
export const CLIENTS_MAX = 100

/** `open` throws a Refusal 503 when too many listen. */
export type Live = { open(): Response; stop(): void; readonly clients: number }
type Client = ReadableStreamDefaultController<Uint8Array>

const encoder = new TextEncoder()

/** Listens on the database's behalf; `read` is asked once a second while a page is open. */
export function openLive(read: () => Promise<TopicMarks>, log: Logger): Live {
  const clients = new Set<Client>()
  const newcomers = new Set<Client>()
  let timer: NodeJS.Timeout | undefined
  let last: TopicMarks | undefined
  let rounds = 0

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
      else if (rounds % BEAT_EVERY === 0) tell(clients, ': still here\n\n')
    } catch (fault) {
      log.warn({ err: fault }, 'live: the poll failed')
    }
    if (clients.size > 0) timer = setTimeout(() => void poll(), POLL_MS)
    else timer = last = undefined
  }
  return {
    open() {
      if (clients.size >= CLIENTS_MAX) {
        throw new Refusal(503, `${CLIENTS_MAX} pages listen already`, 'too_many_pages')
      }
      if (!timer) timer = setTimeout(() => void poll(), 0)
      return join(clients, newcomers)
    },
    stop() {
      clearTimeout(timer)
      for (const client of clients) client.close()
      clients.clear()
      newcomers.clear()
    },
    get clients() {
      return clients.size
    },
  }
}

function message(topics: Topic[]): string {
  return `data: ${JSON.stringify({ topics } satisfies News)}\n\n`
}

function tell(clients: ReadonlySet<Client>, text: string): void {
  for (const client of clients) client.enqueue(encoder.encode(text))
}

/** A stream that belongs to `clients` until its reader goes. */
function join(clients: Set<Client>, newcomers: Set<Client>): Response {
  let self: Client
  const body = new ReadableStream<Uint8Array>({
    start(client) {
      self = client
      clients.add(client)
      newcomers.add(client)
      client.enqueue(encoder.encode('retry: 2000\n: welcome\n\n'))
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
