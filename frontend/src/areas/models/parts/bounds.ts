/** Numbers of a form as they are sent. */

/** What is no number goes out as it was typed: the back end refuses it and names it, where NaN would be null. */
export function numberOf(text: string): number {
  const plain = text.trim()
  const number = plain === '' ? Number.NaN : Number(plain)
  return Number.isFinite(number) ? number : (plain as unknown as number)
}

/** Null where nothing is written; thousands may stand apart. */
export function boundOf(text: string): number | null {
  const plain = text.replaceAll(/[\s,]/g, '')
  return plain === '' ? null : numberOf(plain)
}

/** A bound that must be there. */
export function neededOf(text: string): number {
  return boundOf(text) ?? numberOf('')
}

export function boundText(bound: number | null): string {
  return bound === null ? '' : String(bound)
}
