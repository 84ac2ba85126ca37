/** How long something has been going on, second by second. */

import { useEffect, useState } from 'react'
import { span } from '../../../../text/format.ts'

const TICK_MS = 250

/** `since` is by `performance.now()`. */
export function Elapsed({ since }: { since: number }) {
  const [now, setNow] = useState(since)
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), TICK_MS)
    return () => clearInterval(timer)
  }, [])
  return (
    <span role="timer" className="whitespace-nowrap">
      {span(Math.max(0, now - since))}
    </span>
  )
}
