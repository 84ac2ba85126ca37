/** A moment as the outside writes it, read alike on a machine in any time zone. */

/** What states a zone: an offset after a time, a letter Z after a digit, or one of the zones' short names. */
const ZONE = /:\d{2}\S*\s*(?:GMT|UTC)?[+-]\d{2}:?\d{2}|\dZ\b|\b(?:UTC?|GMT|Z|[ECMP][SD]T)\b/i

/** Null where it is no date. Without a zone it counts as UTC, never as this machine's time. */
export function readInstant(text: string): Date | null {
  const readings = ZONE.test(text) ? [text] : [`${text}Z`, `${text} UTC`]
  const known = readings.map(Date.parse).find((at) => !Number.isNaN(at))
  return known === undefined ? null : new Date(known)
}
