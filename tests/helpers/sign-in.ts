/** Signs in to a query-api that runs, as somebody of its database or by a link that it printed. */

import type { Role } from '#shared/contracts/api/principal.ts'
import { addPerson } from '#shared/sql/access/people.ts'
import { LOCAL_OPERATOR, makeLinkByName } from '#shared/sql/access/sign-in-link.ts'
import type { Sql } from '#shared/sql/open.ts'

/** A one-time link at `origin`; somebody new gets the role, `local operator` is an admin. */
export async function linkFor(
  sql: Sql,
  origin: string,
  { name = LOCAL_OPERATOR, role = 'admin' }: { name?: string; role?: Role } = {},
): Promise<string> {
  const now = new Date()
  if (name !== LOCAL_OPERATOR) await addPerson(sql, { name, role }, now)
  return (await makeLinkByName(sql, { name, origin, minutes: 10 }, now)).url
}

/** What a link posts; `send` is fetch, or a browser's own requests. */
export const bodyOf = (link: string) => ({ link: new URL(link).hash.replace('#link=', '') })

/** `fetch` at the origin of the link, with the cookies of the session it begins. */
export async function fetchAs(
  link: string,
): Promise<(path: string, init?: RequestInit) => Promise<Response>> {
  const { origin } = new URL(link)
  const answer = await fetch(`${origin}/api/access/link`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(bodyOf(link)),
  })
  if (!answer.ok) throw new Error(`Sign in by a link: ${answer.status} ${await answer.text()}`)
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  return (path, init) => {
    const headers = new Headers(init?.headers)
    headers.set('cookie', cookie)
    return fetch(origin + path, { ...init, headers })
  }
}
