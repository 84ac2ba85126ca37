/** Asks whoever types whether it is to happen, where a page would. */

import { createInterface } from 'node:readline/promises'
import { UsageError } from '../command.ts'

export type Terminal = { input: NodeJS.ReadStream; output: NodeJS.WriteStream }

const own: Terminal = { input: process.stdin, output: process.stderr }

/**
 * True where they say yes, or said so with --yes.
 *
 * @throws UsageError where nobody is there to be asked.
 */
export async function confirm(
  question: string,
  isSaid: boolean,
  { input, output }: Terminal = own,
): Promise<boolean> {
  if (isSaid) return true
  if (!input.isTTY) throw new UsageError(`${question} Nobody is there to ask: say --yes`)
  const lines = createInterface({ input, output })
  try {
    return /^y(es)?$/i.test((await lines.question(`${question} (yes or no) `)).trim())
  } finally {
    lines.close()
  }
}
