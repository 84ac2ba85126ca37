/** Who stands before a door: a person, a script with a token, a service of ours, or nobody known. */

import * as v from 'valibot'
import { Uuid } from '../primitives.ts'

/** From the least to the most: each may do what those before it may. */
const ROLES = ['viewer', 'operator', 'admin'] as const
export const Role = v.picklist(ROLES)
export type Role = v.InferOutput<typeof Role>

/** Whether one may do all that `least` may. */
export function isRoleAtLeast(role: Role, least: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(least)
}

/** `from` is the address asked from, as the front door saw it; empty where a service acts by itself. */
const From = v.pipe(v.string(), v.maxLength(100))
const Name = v.pipe(v.string(), v.maxLength(200))

export const Principal = v.variant('kind', [
  v.strictObject({ kind: v.literal('anyone'), from: From }),
  v.strictObject({
    kind: v.literal('person'),
    id: Uuid,
    name: Name,
    role: Role,
    sessionId: Uuid,
    /** When a passkey was last used in this session; null where never. */
    steppedUpAt: v.nullable(v.pipe(v.string(), v.isoTimestamp())),
    from: From,
  }),
  v.strictObject({
    kind: v.literal('token'),
    id: Uuid,
    name: Name,
    role: Role,
    /** Areas of the catalogue it may ask, such as trading; empty: all its role may. */
    areas: v.array(Name),
    from: From,
  }),
  v.strictObject({ kind: v.literal('service'), name: Name, from: From }),
])
export type Principal = v.InferOutput<typeof Principal>
