/** People and what they may do; whoever is let in, changed or shut out. */

import type { PersonRow } from '#shared/contracts/api/access-rows.ts'
import type { peopleRoutes } from '#shared/contracts/api/people.ts'
import { isRoleAtLeast } from '#shared/contracts/api/principal.ts'
import type { Answers, Served } from '#shared/contracts/api/route.ts'
import { Refusal } from '#shared/host/refusal.ts'
import { keepChange } from '#shared/sql/access/keep-change.ts'
import { endLinksOf } from '#shared/sql/access/one-time-links.ts'
import {
  addPerson,
  changePerson,
  readPeople,
  readPersonLine,
  type PersonLine,
} from '#shared/sql/access/people.ts'
import { endSessionsOf } from '#shared/sql/access/sessions.ts'
import { makeLink } from '#shared/sql/access/sign-in-link.ts'
import type { Db } from '#shared/sql/open.ts'
import { keepAnAdmin } from './keep-an-admin.ts'
import type { Access } from './open.ts'
import { answerTokens } from './tokens.ts'

const INVITATION_MINUTES = 24 * 60

export function answerPeople(access: Access): Answers<typeof peopleRoutes> {
  const { sql, now, businessNow } = access
  return {
    ...answerTokens(access),
    'GET /api/access/people': () => readPeople(sql),
    'POST /api/access/people': (asked) =>
      sql.begin(async (tx) => {
        const { by, body } = asked
        const person = await addPerson(tx, body, now())
        if (!person) throw new Refusal(409, `Somebody is named ${body.name} already`, 'name_taken')
        await keepChange(tx, asked, { subject: person.personId, after: body }, businessNow())
        return invite(access, tx, person.personId, nameOfMaker(by))
      }),
    'PUT /api/access/people/:id': async (asked) => {
      const { id, tell, body, askStepUp } = asked
      const line = await keepAnAdmin(sql, async (tx) => {
        const before = await readPersonLine(tx, id)
        if (!before) return undefined
        const told = { before: wordsOf(before), after: { ...wordsOf(before), ...body } }
        // What is refused from here on is told of as well.
        tell(told)
        if (givesMore(before, body)) askStepUp()
        const person = await changePerson(tx, id, body)
        await keepChange(tx, asked, { subject: id, ...told }, businessNow())
        if (person?.disabled) {
          await endSessionsOf(tx, id, 'disabled', now())
          await endLinksOf(tx, id, now())
        }
        return readPersonLine(tx, id)
      })
      access.sessions.forgetAll()
      return line
    },
    'POST /api/access/people/:id/link': (asked) =>
      sql.begin(async (tx) => {
        const { by, id } = asked
        const person = await readPersonLine(tx, id)
        if (!person) return undefined
        if (person.disabled)
          throw new Refusal(409, `${person.name} is disabled: enable them first`, 'disabled')
        await endLinksOf(tx, id, now())
        await keepChange(tx, asked, { subject: id }, businessNow())
        return invite(access, tx, id, nameOfMaker(by))
      }),
  }
}

type May = Pick<PersonLine, 'role' | 'disabled'>

/** Whether somebody may afterwards what they may not now, or may once they are let in. */
function givesMore(before: May, after: May): boolean {
  return !isRoleAtLeast(before.role, after.role) || (before.disabled && !after.disabled)
}

const wordsOf = ({ name, role, disabled }: PersonLine) => ({ name, role, disabled })
const nameOfMaker = (by: { kind: string; name?: string }) => by.name ?? by.kind

async function invite({ site, now }: Access, db: Db, personId: string, madeBy: string) {
  const link = { personId, madeBy, minutes: INVITATION_MINUTES, origin: site.origins[0] }
  const { url, endsAt } = await makeLink(db, link, now())
  const person: Served<PersonRow> = (await readPersonLine(db, personId)) as PersonLine
  return { person, url, endsAt }
}
