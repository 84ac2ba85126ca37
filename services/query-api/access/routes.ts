/** What is answered about people: until anybody can sign in, that nobody can. */

import { accessRoutes } from '#shared/contracts/api/access.ts'
import { Refusal } from '#shared/host/refusal.ts'
import type { Answers } from '#shared/contracts/api/route.ts'

/** One answer for each route about people. */
export function answerAccess(): Answers<typeof accessRoutes> {
  const sayNobody = () => Promise.reject(new Refusal(503, 'Nobody can sign in yet'))
  const keys = Object.keys(accessRoutes).map((key) => [key, sayNobody])
  return Object.fromEntries(keys) as Answers<typeof accessRoutes>
}
