/** API tokens: a script may no more than the person who made its token. */

import type { peopleRoutes } from '#shared/contracts/api/people.ts'
import { AREAS } from '#shared/contracts/api/catalogue.ts'
import { isRoleAtLeast } from '#shared/contracts/api/principal.ts'
import type { Answers } from '#shared/contracts/api/route.ts'
import { newSecret, hashSecret, TOKEN_PREFIX } from '#shared/host/auth/secrets.ts'
import { Refusal } from '#shared/host/refusal.ts'
import { keepChange } from '#shared/sql/access/keep-change.ts'
import { addToken, listTokens, revokeToken } from '#shared/sql/access/api-tokens.ts'
import { askPerson } from './me.ts'
import type { Access } from './open.ts'

const DAY_MS = 86_400_000

type TokenRoutes = {
  [
    K in keyof typeof peopleRoutes as K extends `${string}/tokens${string}` ? K : never
  ]: (typeof peopleRoutes)[K]
}

export function answerTokens({ sql, now, businessNow }: Access): Answers<TokenRoutes> {
  return {
    'GET /api/access/tokens': ({ by }) => {
      const { id, role } = askPerson(by)
      return listTokens(sql, role === 'admin' ? undefined : id)
    },
    'POST /api/access/tokens': async (asked) => {
      const { name, role, areas, days } = asked.body
      const person = askPerson(asked.by)
      if (!isRoleAtLeast(person.role, role))
        throw new Refusal(403, `You are ${person.role}: a token of yours cannot be ${role}`)
      const strange = areas.find((area) => !AREAS.some((known) => known === area))
      if (strange !== undefined)
        throw new Refusal(422, `areas: ${strange} is none; there are ${AREAS.join(', ')}`)
      const token = TOKEN_PREFIX + newSecret()
      const at = now()
      const endsAt = days === null ? null : new Date(at.getTime() + days * DAY_MS)
      const made = { name, role, areas, personId: person.id, endsAt, hash: hashSecret(token) }
      const row = await sql.begin(async (tx) => {
        const added = await addToken(tx, made, at)
        const after = { name, role, areas, endsAt }
        await keepChange(tx, asked, { subject: added.tokenId, after }, businessNow())
        return added
      })
      return { row, token }
    },
    'DELETE /api/access/tokens/:id': (asked) =>
      sql.begin(async (tx) => {
        const { id, role } = askPerson(asked.by)
        const of = role === 'admin' ? {} : { of: id }
        if (!(await revokeToken(tx, { tokenId: asked.id, ...of }, now()))) return undefined
        await keepChange(tx, asked, { subject: asked.id }, businessNow())
        return { done: true } as const
      }),
  }
}
