/** Makes one-time links: for somebody who is known, and for whoever starts the product. */

import { newSecret, hashSecret } from '../../host/auth/secrets.ts'
import type { Db, Sql } from '../open.ts'
import { addLink } from './one-time-links.ts'
import { addPerson, findPersonByName } from './people.ts'

/** Who `up` and `stonks link` sign in. */
export const LOCAL_OPERATOR = 'local operator'

export type SignInLink = { url: string; endsAt: Date }

export async function makeLink(
  db: Db,
  {
    personId,
    madeBy,
    minutes,
    origin,
  }: {
    personId: string
    madeBy: string
    minutes: number
    /** Of the page. */
    origin: string
  },
  now: Date,
): Promise<SignInLink> {
  const link = newSecret()
  const endsAt = new Date(now.getTime() + minutes * 60_000)
  await addLink(db, { hash: hashSecret(link), personId, madeBy, endsAt }, now)
  return { url: `${origin}/sign-in#link=${link}`, endsAt }
}

/**
 * A link for somebody by name: the local operator is made an admin where there is none of that name.
 *
 * @throws Error where nobody else has the name, or the person is disabled.
 */
export function makeLinkByName(
  sql: Sql,
  { name, origin, minutes }: { name: string; origin: string; minutes: number },
  now: Date,
): Promise<SignInLink> {
  return sql.begin(async (tx) => {
    if (name === LOCAL_OPERATOR) await addPerson(tx, { name, role: 'admin' }, now)
    const person = await findPersonByName(tx, name)
    if (!person) throw new Error(`Make a link: nobody is named "${name}"`)
    if (person.disabled) throw new Error(`Make a link: ${person.name} is disabled`)
    const { personId } = person
    return makeLink(tx, { personId, madeBy: 'stonks link', minutes, origin }, now)
  })
}
