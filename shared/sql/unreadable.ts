/** Whether a fault says that a value in the record cannot be read, and nothing else. */

/**
 * True of values that PostgreSQL, our own readers or exact arithmetic refuse. A lost connection, a lock,
 * a missing right or a defect of ours is none of these: it is thrown, and the work is tried again.
 */
export function isUnreadable(fault: unknown): boolean {
  if (!(fault instanceof Error)) return false
  const { code } = fault as { code?: unknown }
  if (typeof code === 'string') return code.startsWith(DATA_EXCEPTION)
  return fault instanceof RangeError || fault.message.startsWith(BIG)
}

/** Class 22 of SQLSTATE: a number out of range, a text that is no number, a JSON of another kind. */
const DATA_EXCEPTION = '22'
/** big.js throws plain errors. */
const BIG = '[big.js] '
