/** Whose turn it is among the lists of one stage. */

export type Turns = {
  /** How many of the next `count` turns each list has, lists without one included. */
  plan(count: number): Map<string, number>
  /** So many turns are over. */
  pass(count: number): void
}

/** Turns in the order of `reads`; a list named twice of three times gets two turns of three. */
export function openTurns(reads: readonly string[]): Turns {
  let place = 0
  return {
    plan(count) {
      const shares = new Map(reads.map((list) => [list, 0]))
      for (let turn = 0; turn < count; turn++) {
        const list = reads[(place + turn) % reads.length]!
        shares.set(list, shares.get(list)! + 1)
      }
      return shares
    },
    pass(count) {
      place = (place + count) % reads.length
    },
  }
}

/**
 * Takes up to `free` things, each from the list whose turn it is; what an empty list leaves over
 * goes to the others.
 */
export async function takeInTurn<T>(
  turns: Turns,
  free: number,
  take: (list: string, most: number) => Promise<T[]>,
): Promise<T[]> {
  const shares = [...turns.plan(free)]
  const found = await Promise.all(
    shares.map(([list, most]) => (most > 0 ? take(list, most) : Promise.resolve([]))),
  )
  const taken = found.flat()
  for (const [place, [list, most]] of shares.entries()) {
    const left = free - taken.length
    if (left > 0 && found[place]!.length === most) taken.push(...(await take(list, left)))
  }
  turns.pass(taken.length)
  return taken
}
