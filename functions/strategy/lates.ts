/** How often in a row a file of one's own was late as this process asked it: once may be the machine's doing. */

const IN_A_ROW = 3

type Row = { times: number; untilMs: number }
const rows = new Map<string, Row>()

type File = { file: string; sha256: string }
const keyOf = ({ file, sha256 }: File) => `${file} ${sha256}`

/** Whether that is enough to be the file's. What was asked while it was late already is the same slow moment. */
export function isLateForGood(file: File, beganMs: number, nowMs: number): boolean {
  const key = keyOf(file)
  const row = rows.get(key) ?? { times: 0, untilMs: 0 }
  if (beganMs < row.untilMs) return false
  const times = row.times + 1
  if (times < IN_A_ROW) rows.set(key, { times, untilMs: nowMs })
  else rows.delete(key)
  return times >= IN_A_ROW
}

/** It answered, or is found broken. */
export function forgetLates(file: File): void {
  rows.delete(keyOf(file))
}
