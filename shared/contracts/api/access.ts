/** Every route about people: signing in, keys, sessions, roles, tokens. */

import { ownKeyRoutes } from './own-keys.ts'
import { peopleRoutes } from './people.ts'
import { signInRoutes } from './sign-in.ts'

export const accessRoutes = { ...signInRoutes, ...ownKeyRoutes, ...peopleRoutes } as const
