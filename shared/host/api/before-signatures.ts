/** Who asks a service that only others of ours reach, until requests are signed. */

import type { Principal } from '../../contracts/api/principal.ts'

const NOBODY = '00000000-0000-4000-8000-000000000000'

/** The operator behind whoever reaches it. */
export function anyService(): Promise<Principal> {
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
