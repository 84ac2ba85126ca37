/** What was read last from each address: how much it cost, and what to answer where nothing has changed. */

type Known = { mark: string; value: unknown; bytes: number }

/** So many addresses are remembered, the latest. */
const KEPT = 100
/** About what the head of a request and of its answer come to. */
const HEAD_BYTES = 600
/** How much shorter JSON becomes where the server does not say how long its answer is. */
const PACKED = 8
const LEAST_PACKED = 1_024

const known = new Map<string, Known>()

/** The mark (ETag) of what is known of an address; undefined where nothing is. */
export function markOf(address: string): string | undefined {
  return known.get(address)?.mark
}

/** What an address answered when it was last read. */
export function valueOf(address: string): unknown {
  return known.get(address)?.value
}

/** Bytes of its last answer and its head. */
export function costOf(address: string): number {
  return (known.get(address)?.bytes ?? 0) + HEAD_BYTES
}

/** A mark that is the same whether the bytes came packed or not. */
export const plainMark = (mark: string | undefined) => (mark ?? '').replace(/^W\//, '')

/** Has an address answer whole when it is asked the next time. */
export function forget(address: string): void {
  known.delete(address)
}

/** What is short is not packed. */
const guessed = ({ length }: string) => (length < LEAST_PACKED ? length : length / PACKED)

/** Remembers an answer that carries a mark. */
export function remember(address: string, headers: Headers, text: string, value: unknown): void {
  known.delete(address)
  const mark = headers.get('etag')
  if (mark === null) return
  const told = headers.get('content-length')
  known.set(address, { mark, value, bytes: told === null ? guessed(text) : Number(told) })
  for (const oldest of known.keys()) {
    if (known.size <= KEPT) return
    known.delete(oldest)
  }
}
