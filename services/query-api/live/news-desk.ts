/** Whom to tell what, round by round: news at once after a pause, and in a busy minute no message a second. */

import { TOPICS, type Topic } from '#shared/contracts/api/topics.ts'
import type { Logger } from '#shared/host/log.ts'
import type { LivePage } from './live-page.ts'
import { openPast } from './past.ts'

/** A page that hears nothing for ten seconds takes the stream for lost. */
const BEAT_EVERY = 3
/** After a message, so many rounds go into the next one. */
const TELL_EVERY = 3

export type NewsDesk = {
  /** One that listens from now on; goes on after the message of an id, where that is known. */
  join(client: LivePage, after?: string): void
  leave(client: LivePage): boolean
  /** Ends a round in which these topics had news. */
  round(changed: readonly Topic[]): void
  /** What follows hangs together with nothing of before. */
  forget(): void
  readonly clients: ReadonlySet<LivePage>
}

export function openNewsDesk(log: Logger): NewsDesk {
  const clients = new Set<LivePage>()
  /** Nobody told them what changed before they came: it may be everything. */
  const newcomers = new Set<LivePage>()
  const past = openPast()
  const pending = new Set<Topic>()
  let sinceTold = TELL_EVERY
  let rounds = 0
  const leave = (client: LivePage) => {
    newcomers.delete(client)
    return clients.delete(client)
  }
  const tell = () => {
    const topics = [...pending]
    pending.clear()
    if (topics.length > 0) {
      past.note(topics)
      sinceTold = 0
    }
    for (const client of clients) {
      if (client.tell(newcomers.has(client) ? TOPICS : topics, past.id())) continue
      log.info({ by: client.by.kind }, 'live: a page that reads nothing is given up')
      leave(client)
      client.close()
    }
    newcomers.clear()
  }
  return {
    clients,
    leave,
    join(client, after) {
      const missed = after === undefined ? undefined : past.since(after)
      if (missed) client.tell(missed, past.id())
      else newcomers.add(client)
      clients.add(client)
    },
    round(changed) {
      rounds += 1
      sinceTold += 1
      for (const topic of changed) pending.add(topic)
      if (sinceTold >= TELL_EVERY || newcomers.size > 0) tell()
      if (sinceTold > 0 && rounds % BEAT_EVERY === 0) for (const client of clients) client.beat()
    },
    forget() {
      pending.clear()
      past.forget()
    },
  }
}
