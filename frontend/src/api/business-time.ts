/** Business time in the browser: the server's clock, carried on at its own speed. */

import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { read } from './read.ts'

const TICK_MS = 1_000

/** Business time now, moving on every second; undefined until the server told it. */
export function useBusinessNow(): Date | undefined {
  const { data, dataUpdatedAt } = useQuery(read('GET /api/overview', {}))
  const [tick, setTick] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setTick(Date.now()), TICK_MS)
    return () => clearInterval(timer)
  }, [])
  if (!data) return undefined
  const { now, mode, speed } = data.clock
  const passed = mode === 'stepped' ? 0 : Math.max(0, tick - dataUpdatedAt) * speed
  return new Date(Date.parse(now) + passed)
}
