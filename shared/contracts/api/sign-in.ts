/** What the API answers about signing in and out. */

import * as v from 'valibot'
import { Me } from './access-rows.ts'
import { Ceremony, Done, PersonName, PrintedSecret } from './access-words.ts'
import type { ApiRoutes } from './route.ts'

const open = { service: 'query-api', role: 'anyone' } as const
const mine = { service: 'query-api', role: 'viewer', personal: true } as const

export const signInRoutes = {
  'GET /api/access/me': { ...open, does: 'tells who asks', answer: Me },
  'POST /api/access/link': {
    ...open,
    does: 'signs in by a one-time link',
    body: v.strictObject({ link: PrintedSecret }),
    answer: Me,
  },
  'POST /api/access/sign-in/options': {
    ...open,
    does: 'asks for a challenge to sign in',
    routine: true,
    answer: Ceremony,
  },
  'POST /api/access/sign-in': {
    ...open,
    does: 'signs in by a passkey',
    body: Ceremony,
    answer: Me,
  },
  'POST /api/access/recovery': {
    ...open,
    does: 'signs in by a recovery code',
    body: v.strictObject({ name: PersonName, code: PrintedSecret }),
    answer: Me,
  },
  'POST /api/access/refresh': { ...open, does: 'renews a session', routine: true, answer: Me },
  'GET /api/access/oidc/start': {
    ...open,
    does: 'goes to the sign-in of the company',
    leads: true,
    answer: v.unknown(),
  },
  'GET /api/access/oidc/callback': {
    ...open,
    does: 'comes back from the sign-in of the company',
    leads: true,
    query: v.looseObject({}),
    answer: v.unknown(),
  },
  'POST /api/access/sign-out': { ...mine, does: 'ends this session', answer: Done },
} as const satisfies ApiRoutes
