/** JSON whose whole numbers stay exact: those that JavaScript cannot hold arrive as their text. */

export type Exact = string | number | boolean | null | Exact[] | { [name: string]: Exact }

/** @throws SyntaxError of what is no JSON. */
export function parseExactly(text: string): unknown {
  if (!/\d{16}/.test(text)) return JSON.parse(text)
  return JSON.parse(text, exactly)
}

function exactly(_name: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value
  const source = context?.source ?? ''
  return /^-?\d+$/.test(source) ? source : value
}

/** A cell in words. */
export const wordOf = (cell: Exact | undefined): string =>
  typeof cell === 'object' && cell !== null ? JSON.stringify(cell) : String(cell)
