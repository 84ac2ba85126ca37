/** What the API answers about people and what they may do, and about API tokens. */

import * as v from 'valibot'
import { Invitation, PersonRow, TokenRow } from './access-rows.ts'
import { Done, PersonName } from './access-words.ts'
import { Role } from './principal.ts'
import type { ApiRoutes } from './route.ts'
import { shortList } from './words.ts'

const TokenBody = v.strictObject({
  name: PersonName,
  role: Role,
  areas: v.array(v.pipe(v.string(), v.maxLength(40))),
  /** Days it holds; null: until it is revoked. */
  days: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(3_650))),
})

const mine = { service: 'query-api', role: 'viewer', personal: true } as const
const admin = { service: 'query-api', role: 'admin' } as const

export const peopleRoutes = {
  'GET /api/access/people': {
    ...admin,
    does: 'lists people',
    query: shortList({}, 'name'),
    pages: { field: 'personId', param: 'after', whole: true },
    answer: v.array(PersonRow),
  },
  'POST /api/access/people': {
    ...admin,
    stepUp: true,
    does: 'invites a person',
    body: v.strictObject({ name: PersonName, role: Role }),
    answer: Invitation,
  },
  'PUT /api/access/people/:id': {
    ...admin,
    stepUp: 'where the role rises or who was disabled is let in again',
    names: 'person',
    does: 'changes what a person may do',
    body: v.strictObject({ role: Role, disabled: v.boolean() }),
    answer: PersonRow,
  },
  'POST /api/access/people/:id/link': {
    ...admin,
    stepUp: true,
    names: 'person',
    does: 'makes a new one-time link for a person',
    answer: Invitation,
  },
  'GET /api/access/tokens': {
    ...mine,
    does: 'lists own API tokens, an admin’s of all',
    query: shortList({}, '-createdAt'),
    pages: { field: 'tokenId', param: 'after', whole: true },
    answer: v.array(TokenRow),
  },
  'POST /api/access/tokens': {
    ...mine,
    stepUp: true,
    does: 'makes an API token',
    body: TokenBody,
    answer: v.strictObject({ row: TokenRow, token: v.string() }),
  },
  'DELETE /api/access/tokens/:id': {
    ...mine,
    names: 'token',
    does: 'revokes an API token',
    answer: Done,
  },
} as const satisfies ApiRoutes
