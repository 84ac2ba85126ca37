/** Who sits before the page, and what they may do. */

import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Me } from '#shared/contracts/api/access-rows.ts'
import type { Catalogue } from '#shared/contracts/api/catalogue.ts'
import { ApiError } from './api-error.ts'
import { askOnce } from './ask.ts'
import { mayDo } from './may-do.ts'
import { send } from './read.ts'
import { beginSession, forgetSession, loseSession, renewSession, session } from './session.ts'

const ADDRESS = '/api/access/me'
/** A session that was ended elsewhere is noticed after this at the latest. */
const REFETCH_MS = 15_000

/** Asked again even while nobody is signed in: another tab may sign in. */
export const meQuery = queryOptions({
  queryKey: ['access', ADDRESS],
  queryFn: askMe,
  refetchInterval: REFETCH_MS,
  retry: false,
})

export function useMe(): Me | undefined {
  return useQuery(meQuery).data
}

/** Whether the person may ask for a route: what would be refused is not offered. */
export function useMayDo(key: keyof Catalogue): boolean {
  return mayDo(key, useMe()?.person?.role)
}

/** Takes in who has just signed in. */
export function useEnter(): (me: Me) => void {
  const client = useQueryClient()
  return (me) => {
    client.setQueryData(meQuery.queryKey, me)
    beginSession()
    void client.invalidateQueries()
  }
}

/** Ends the session and loads the page anew: nothing that was read stays in memory. */
export async function signOut(): Promise<void> {
  await send('POST /api/access/sign-out', {})
  forgetSession()
  location.assign('/sign-in')
}

/** Asks who one is, and renews the session first where its short half has run out. */
async function askMe(): Promise<Me> {
  const me = await askOnce<Me>(ADDRESS)
  if (me.person) return found(me)
  const isOver = session.get() === 'none' || session.get() === 'ended'
  if (!isOver && (await renewSession())) {
    const again = await askOnce<Me>(ADDRESS)
    if (again.person) return found(again)
  }
  loseSession()
  // Who it was stays known: that is how the same person finds the page as they left it.
  if (session.get() === 'ended') throw new ApiError(401, 'sign_in', 'your session has ended')
  return me
}

function found(me: Me): Me {
  beginSession()
  return me
}
