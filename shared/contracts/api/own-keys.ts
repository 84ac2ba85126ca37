/** What the API answers about one’s own passkeys, recovery codes and sessions. */

import * as v from 'valibot'
import { Me, PasskeyRow, SessionRow } from './access-rows.ts'
import { Ceremony, Done, PersonName } from './access-words.ts'
import type { ApiRoutes } from './route.ts'
import { shortList } from './words.ts'

const mine = { service: 'query-api', role: 'viewer', personal: true } as const

export const ownKeyRoutes = {
  'POST /api/access/step-up/options': {
    ...mine,
    does: 'asks for a challenge to confirm',
    routine: true,
    answer: Ceremony,
  },
  'POST /api/access/step-up': {
    ...mine,
    does: 'confirms by a fresh passkey',
    body: Ceremony,
    answer: Me,
  },
  'GET /api/access/passkeys': {
    ...mine,
    does: 'lists own passkeys',
    query: shortList({}, 'createdAt'),
    pages: { field: 'passkeyId', param: 'after', whole: true },
    answer: v.array(PasskeyRow),
  },
  // Whoever got hold of a session may not give themselves a key to come back with; that the enrolment
  // itself was asked for so is held by its challenge.
  'POST /api/access/passkeys/options': {
    ...mine,
    stepUp: true,
    does: 'asks for a challenge to enrol a passkey',
    routine: true,
    answer: Ceremony,
  },
  'POST /api/access/passkeys': {
    ...mine,
    does: 'enrols a passkey',
    body: v.strictObject({ name: PersonName, response: Ceremony }),
    answer: PasskeyRow,
  },
  // It takes something, and asks all the same: whoever got hold of a session could lock its owner out.
  'DELETE /api/access/passkeys/:id': {
    ...mine,
    stepUp: true,
    names: 'passkey',
    does: 'removes a passkey',
    answer: Done,
  },
  'POST /api/access/recovery-codes': {
    ...mine,
    stepUp: true,
    does: 'makes new recovery codes',
    answer: v.strictObject({ codes: v.array(v.string()) }),
  },
  'GET /api/access/sessions': {
    ...mine,
    does: 'lists own sessions, an admin’s of all',
    query: shortList({}, '-createdAt'),
    pages: { field: 'sessionId', param: 'after', whole: true },
    answer: v.array(SessionRow),
  },
  'DELETE /api/access/sessions/:id': {
    ...mine,
    names: 'session',
    does: 'ends a session',
    answer: Done,
  },
} as const satisfies ApiRoutes
