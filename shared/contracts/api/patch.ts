/** What is otherwise in an answer that was sent before: whoever has the old one need not be sent the new one whole (RFC 3229). */

/** How a value comes of the one before it. */
export type Patch =
  /** Another value. */
  | { to: unknown }
  /** An object: fields that are new or otherwise, and those that went. */
  | { set: Readonly<Record<string, Patch>>; gone: readonly string[] }
  /** A list, piece by piece. */
  | { rows: readonly Piece[] }

/** Rows of before, from one on so many; one of before that is otherwise; or new ones. */
export type Piece =
  | readonly [from: number, count: number]
  | { row: number; by: Patch }
  | { put: readonly unknown[] }

/** The name of this way in the headers A-IM and IM. */
export const PATCHING = 'stonks-patch'
/** The status of an answer that is a patch (IM used). */
export const PATCHED = 226

/** The value after; what is as it was is the same object as before. */
export function patched(before: unknown, patch: Patch): unknown {
  if ('to' in patch) return patch.to
  if ('rows' in patch) return patch.rows.flatMap((piece) => rowsOf(before as unknown[], piece))
  const kept = Object.entries(before as object).filter(([name]) => !patch.gone.includes(name))
  const value = Object.fromEntries(kept) as Record<string, unknown>
  for (const [name, by] of Object.entries(patch.set)) {
    // Not by assignment, which `__proto__` would turn into something else.
    const next = patched(Object.hasOwn(value, name) ? value[name] : undefined, by)
    Object.defineProperty(value, name, {
      value: next,
      writable: true,
      enumerable: true,
      configurable: true,
    })
  }
  return value
}

function rowsOf(before: readonly unknown[], piece: Piece): readonly unknown[] {
  if ('put' in piece) return piece.put
  if ('row' in piece) return [patched(before[piece.row], piece.by)]
  const [from, count] = piece
  return before.slice(from, from + count)
}
