/** What each role may do, in words. */

import type { Role } from '#shared/contracts/api/principal.ts'

export const ROLE_CHOICES = [
  ['viewer', 'viewer: reads'],
  ['operator', 'operator: also runs the pipeline and trading'],
  ['admin', 'admin: also says who may come in'],
] as const satisfies readonly (readonly [Role, string])[]
