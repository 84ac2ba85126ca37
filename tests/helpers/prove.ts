/** What a function shows its pump beside an answer, for tests that play the function. */

import type { IncomingMessage } from 'node:http'
import { PROOF_HEADER, proveAnswer } from '#shared/host/signature.ts'
import { TEST_SECRET } from './secret.ts'

export function proofBy(
  by: string,
  { headers }: IncomingMessage,
  status: number,
): Record<string, string> {
  const told = { id: String(headers['x-stonks-id']), by, status }
  return { [PROOF_HEADER]: proveAnswer(TEST_SECRET, told) }
}
