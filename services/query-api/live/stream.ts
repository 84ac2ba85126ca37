/**
 * Tells every open page what changed, by server-sent events (WHATWG HTML, section 9.2).
 *
 * One poller serves all pages and runs while there is one, and a little longer, so that whoever was cut off goes on
 * where it was. A message names topics, never data: a page asks for what is otherwise in what it shows.
 */

import { TOPICS, type Topic } from '#shared/contracts/api/topics.ts'
import type { Principal } from '#shared/contracts/api/principal.ts'
import { Refusal } from '#shared/host/refusal.ts'
import type { Logger } from '#shared/host/log.ts'
import { openLivePage, type LivePage } from './live-page.ts'
import { openNewsDesk, type NewsDesk } from './news-desk.ts'
import type { TopicMarks } from './topic-marks.ts'

const POLL_MS = 1_000
/** How often it is looked whether who listens may still come in. */
const LOOK_EVERY = 15
/** Rounds that go on when nobody listens any more. */
const LINGER = 30
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

export type Live = {
  /** Goes on after the message of this id, where one is given; throws a Refusal 503 when too many listen. */
  open(by: Principal, after?: string): Response
  stop(): void
  readonly clients: number
}

/** Listens on the database's behalf. */
export function openLive(parts: LiveParts): Live {
  const desk = openNewsDesk(parts.log)
  const { clients } = desk
  const poller = openPoller(parts, desk)
  return {
    open(by, after) {
      const own = [...clients].filter((client) => keyOf(client.by) === keyOf(by))
      if (own.length >= OWN_MAX) giveWay(own[0]!, desk)
      if (clients.size >= CLIENTS_MAX) {
        throw new Refusal(503, `${CLIENTS_MAX} pages listen already`, 'too_many_pages')
      }
      const { client, body } = openLivePage(by, () => desk.leave(client))
      desk.join(client, after)
      poller.start()
      return answerOf(body)
    },
    stop() {
      poller.stop()
      for (const client of clients) {
        desk.leave(client)
        client.close()
      }
    },
    get clients() {
      return clients.size
    },
  }
}

/** Looks what changed, once a second, until nobody has listened for a while. */
function openPoller(parts: LiveParts, desk: NewsDesk) {
  const { read, log, pollMs = POLL_MS } = parts
  const look = openLook(parts, desk)
  let timer: NodeJS.Timeout | undefined
  let last: TopicMarks | undefined
  let [rounds, alone, isOver] = [0, 0, false]
  const poll = async () => {
    rounds += 1
    try {
      const marks = await read()
      desk.round(last ? changedTopics(last, marks) : [])
      last = marks
      // Apart: looking at hundreds one by one must not keep the beat from the others.
      if (rounds % LOOK_EVERY === 0) look()
    } catch (fault) {
      log.warn({ err: fault }, 'live: the poll failed')
    }
    alone = desk.clients.size > 0 ? 0 : alone + 1
    if (isOver) return
    if (alone < LINGER) timer = setTimeout(() => void poll(), pollMs)
    else {
      timer = last = undefined
      desk.forget()
    }
  }
  return {
    start() {
      timer ??= setTimeout(() => void poll(), 0)
    },
    stop() {
      isOver = true
      clearTimeout(timer)
    },
  }
}

/** Whose pages are counted together. */
function keyOf(by: Principal): string {
  return by.kind === 'person' || by.kind === 'token' ? by.id : by.from
}

/** Ends a stream for another of the same person, and tells its page to wait before it comes back. */
function giveWay(client: LivePage, desk: NewsDesk): void {
  desk.leave(client)
  client.say(`retry: ${AWAY_MS}\n`)
  client.close('another page took its place')
}

/** Looks who may still come in, one look at a time. */
function openLook({ isStillIn, log }: LiveParts, { clients, leave }: NewsDesk): () => void {
  let looking: Promise<void> | undefined
  const shutOut = async () => {
    for (const client of clients) {
      if (await isStillIn(client.by)) continue
      if (leave(client)) client.close()
    }
  }
  return () => {
    looking ??= shutOut()
      .catch((fault: unknown) => log.warn({ err: fault }, 'live: who may listen is not known'))
      .finally(() => {
        looking = undefined
      })
  }
}

function answerOf(body: ReadableStream): Response {
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
