/** What the programs of a test know each other by. */

import { signRequest } from '#shared/host/signature.ts'

export const TEST_SECRET = 'the secret of a test run, which guards nothing'

/** Headers of an event for a function, signed as the pump signs it. */
export function signedEvent(
  body: string | Uint8Array,
  { target = '/', secret = TEST_SECRET, method = 'POST' } = {},
): Record<string, string> {
  return {
    'content-type': 'application/cloudevents+json',
    ...signRequest(secret, { by: 'pump', method, target, body }),
  }
}

/** Headers by which a stepped service is asked for a round. */
export function signedTick(): Record<string, string> {
  const asked = { by: 'up', method: 'POST', target: '/tick', body: '' }
  return { 'content-type': 'application/json', ...signRequest(TEST_SECRET, asked) }
}
