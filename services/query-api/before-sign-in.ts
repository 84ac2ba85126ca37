/** Who asks, until people can sign in: whoever reaches the page is its operator. */

import type { Principal } from '#shared/contracts/api/principal.ts'

const NOBODY = '00000000-0000-4000-8000-000000000000'

/** The person at the keyboard. */
export function theOperator(): Promise<Principal> {
  return Promise.resolve({
    kind: 'person',
    id: NOBODY,
    name: 'operator',
    role: 'admin',
    sessionId: NOBODY,
    steppedUpAt: new Date(Date.now()).toISOString(),
    from: '',
  })
}
