/** What is answered about people: signing in, keys, sessions, roles, tokens. */

import type { accessRoutes } from '#shared/contracts/api/access.ts'
import type { Answers } from '#shared/contracts/api/route.ts'
import type { Access } from './open.ts'
import { answerOwnKeys } from './own-keys.ts'
import { answerPeople } from './people.ts'
import { answerSignIn } from './sign-in.ts'

export function answerAccess({ access }: { access: Access }): Answers<typeof accessRoutes> {
  return { ...answerSignIn(access), ...answerOwnKeys(access), ...answerPeople(access) }
}
