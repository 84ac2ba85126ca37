/** One page that listens: what it is told, and what is owed to one that does not keep up. */

import type { News, Topic } from '#shared/contracts/api/topics.ts'
import type { Principal } from '#shared/contracts/api/principal.ts'

/** Bytes that may wait for one page; what comes after is told in one message once it has read them. */
const WAITING_MAX = 4_096
/** Rounds in which nothing could be told: such a page is as good as gone. */
const STUCK_ROUNDS = 60

const encoder = new TextEncoder()

export type LivePage = {
  by: Principal
  /** Tells it of these topics, with those owed; false where it has been stuck for long. */
  tell(topics: readonly Topic[], id: string): boolean
  beat(): void
  /** Says something of the stream itself. */
  say(text: string): void
  /** Ends it; `reason` is the last thing it hears. */
  close(reason?: string): void
}

/** A page's stream as it is answered; `onGone` is called when its reader goes. */
export function openLivePage(
  by: Principal,
  onGone: () => void,
): { client: LivePage; body: ReadableStream } {
  let controller!: ReadableStreamDefaultController<Uint8Array>
  const owed = new Set<Topic>()
  let stuck = 0
  const put = (text: string) => controller.enqueue(encoder.encode(text))
  const isFull = () => (controller.desiredSize ?? 0) <= 0
  const client: LivePage = {
    by,
    tell(topics, id) {
      for (const topic of topics) owed.add(topic)
      if (owed.size === 0) return true
      if (isFull()) return (stuck += 1) < STUCK_ROUNDS
      put(`id: ${id}\ndata: ${JSON.stringify({ topics: [...owed] } satisfies News)}\n\n`)
      owed.clear()
      stuck = 0
      return true
    },
    beat: () => void (isFull() || put('event: beat\ndata:\n\n')),
    say: put,
    close(reason) {
      if (reason) put(`: ${reason}\n\n`)
      controller.close()
    },
  }
  const body = new ReadableStream<Uint8Array>(
    {
      start(its) {
        controller = its
        put('retry: 2000\n: welcome\n\n')
      },
      cancel: onGone,
    },
    new ByteLengthQueuingStrategy({ highWaterMark: WAITING_MAX }),
  )
  return { client, body }
}
