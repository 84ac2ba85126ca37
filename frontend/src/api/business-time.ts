/** Business time for what the page shows: all of it by one clock. */

import { useQuery } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import { businessNow, listenToClock, setClock } from './clock.ts'
import { read } from './read.ts'

/** Keeps the page's clock by what the server tells; for the frame, once. */
export function useKeepClock(): void {
  const { data, dataUpdatedAt } = useQuery(read('GET /api/overview', {}))
  const clock = data?.clock
  useEffect(() => {
    if (clock) setClock(clock, dataUpdatedAt)
  }, [clock, dataUpdatedAt])
}

/** Business time now, moving on every second; undefined until the server told it. */
export function useBusinessNow(): Date | undefined {
  return useSyncExternalStore(listenToClock, businessNow)
}

/** Words that change with time: whoever shows them is drawn anew only when they read otherwise. */
export function useBusinessWords(say: (now: Date) => string): string {
  return useSyncExternalStore(listenToClock, () => {
    const now = businessNow()
    return now ? say(now) : ''
  })
}

/** Words that change with real time, by the same clock. */
export function useRealWords(say: (now: Date) => string): string {
  return useSyncExternalStore(listenToClock, () => say(new Date()))
}
