/** The rows the API answers with about people: who asks, keys, sessions, persons, tokens. */

import * as v from 'valibot'
import { Uuid } from '../primitives.ts'
import { Role } from './principal.ts'
import { Count, Moment } from './words.ts'

/** Who asks, for the page: what to show, and how one may sign in. */
export const Me = v.strictObject({
  person: v.nullable(v.strictObject({ id: Uuid, name: v.string(), role: Role })),
  /** Passkeys of this person; 0 where nobody is signed in. */
  passkeys: Count,
  /** Until when a step-up of this session holds; null where there is none. */
  steppedUpUntil: v.nullable(Moment),
  /** True: this session may enrol a passkey and nothing else; with the passkey one signs in. */
  enrolOnly: v.boolean(),
  /** Ways in that this installation offers. */
  ways: v.strictObject({
    passkey: v.boolean(),
    /** The company's sign-in, by the name on its button; null where none is set. */
    oidc: v.nullable(v.string()),
  }),
})
export type Me = v.InferOutput<typeof Me>

export const PasskeyRow = v.strictObject({
  passkeyId: Uuid,
  name: v.string(),
  /** Kept by a provider and synced between devices. */
  isSynced: v.boolean(),
  createdAt: Moment,
  lastUsedAt: v.nullable(Moment),
})
export type PasskeyRow = v.InferOutput<typeof PasskeyRow>

export const SessionRow = v.strictObject({
  sessionId: Uuid,
  personId: Uuid,
  personName: v.string(),
  /** The one that asks. */
  isThis: v.boolean(),
  /** How it began: link, passkey, recovery_code or oidc. */
  way: v.picklist(['link', 'passkey', 'recovery_code', 'oidc']),
  from: v.string(),
  agent: v.string(),
  createdAt: Moment,
  lastSeenAt: Moment,
  endsAt: Moment,
})
export type SessionRow = v.InferOutput<typeof SessionRow>

export const PersonRow = v.strictObject({
  personId: Uuid,
  name: v.string(),
  role: Role,
  disabled: v.boolean(),
  passkeys: Count,
  recoveryCodesLeft: Count,
  createdAt: Moment,
  lastSeenAt: v.nullable(Moment),
})
export type PersonRow = v.InferOutput<typeof PersonRow>

/** A one-time address that signs its person in to enrol a passkey. */
export const Invitation = v.strictObject({ person: PersonRow, url: v.string(), endsAt: Moment })
export type Invitation = v.InferOutput<typeof Invitation>

export const TokenRow = v.strictObject({
  tokenId: Uuid,
  name: v.string(),
  role: Role,
  /** Areas of the catalogue it may ask, such as trading; empty: all its role may. */
  areas: v.array(v.string()),
  personId: Uuid,
  personName: v.string(),
  createdAt: Moment,
  lastUsedAt: v.nullable(Moment),
  endsAt: v.nullable(Moment),
  revokedAt: v.nullable(Moment),
})
export type TokenRow = v.InferOutput<typeof TokenRow>
