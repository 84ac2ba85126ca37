/** Whose turn it is among the lists of one stage. */

export type Turns = {
  /** The list whose turn it is, then the others: they stand in when it is empty. */
  order(): string[]
  /** A job was taken; the next turn comes. */
  next(): void
}

/** Turns in the order of `reads`; a list named twice of three times gets two turns of three. */
export function openTurns(reads: readonly string[]): Turns {
  let place = 0
  return {
    order() {
      return [...new Set([...reads.slice(place), ...reads.slice(0, place)])]
    },
    next() {
      place = (place + 1) % reads.length
    },
  }
}
