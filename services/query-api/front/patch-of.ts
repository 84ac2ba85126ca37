/** Finds what is otherwise between two answers. */

import type { Patch, Piece } from '#shared/contracts/api/patch.ts'

/** What makes `after` of `before`; undefined where they are the same. */
export function patchOf(before: unknown, after: unknown): Patch | undefined {
  if (JSON.stringify(before) === JSON.stringify(after)) return undefined
  if (Array.isArray(before) && Array.isArray(after)) return { rows: piecesOf(before, after) }
  if (!isObject(before) || !isObject(after)) return { to: after }
  const set: [string, Patch][] = []
  for (const [name, value] of Object.entries(after)) {
    const patch = Object.hasOwn(before, name) ? patchOf(before[name], value) : { to: value }
    if (patch) set.push([name, patch])
  }
  const gone = Object.keys(before).filter((name) => !Object.hasOwn(after, name))
  return { set: Object.fromEntries(set), gone }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Rows are told again by their text, or by what names them where they are otherwise. */
function piecesOf(before: readonly unknown[], after: readonly unknown[]): Piece[] {
  const places = new Map(before.map((row, place) => [JSON.stringify(row), place]))
  const named = new Map(before.map((row, place) => [nameOf(row, place), place]))
  const pieces: Piece[] = []
  after.forEach((row, index) => {
    const place = places.get(JSON.stringify(row))
    if (place !== undefined) return keep(pieces, place)
    const at = named.get(nameOf(row, index))
    const by = at === undefined ? undefined : patchOf(before[at], row)
    if (at !== undefined && by && !('to' in by)) return void pieces.push({ row: at, by })
    const last = pieces.at(-1)
    if (last && 'put' in last) pieces[pieces.length - 1] = { put: [...last.put, row] }
    else pieces.push({ put: [row] })
  })
  return pieces
}

function keep(pieces: Piece[], place: number): void {
  const last = pieces.at(-1)
  if (Array.isArray(last) && last[0] + last[1] === place)
    pieces[pieces.length - 1] = [last[0], last[1] + 1]
  else pieces.push([place, 1])
}

/** The first text in a row is what names it, such as an id or a stage; a row without is named by its place. */
function nameOf(row: unknown, place: number): string {
  const text = isObject(row) && Object.values(row).find((value) => typeof value === 'string')
  return typeof text === 'string' ? `by ${text}` : `at ${place}`
}
