/** Cells that repeat: each once, and where each place has its own. */

export type Repeats = { distinct: string[]; places: Uint32Array }

/** It is looked so often whether it is worth it. */
const LOOK = 256

/** Undefined where more than half are different: a dictionary of them would gain nothing. */
export function findRepeats(cells: readonly string[]): Repeats | undefined {
  const known = new Map<string, number>()
  const places = new Uint32Array(cells.length)
  for (let at = 0; at < cells.length; at += 1) {
    const cell = cells[at] as string
    let place = known.get(cell)
    if (place === undefined) {
      place = known.size
      known.set(cell, place)
    }
    places[at] = place
    if (at % LOOK === LOOK - 1 && known.size * 2 > at + 1) return undefined
  }
  if (known.size * 2 > cells.length) return undefined
  return { distinct: [...known.keys()], places }
}
