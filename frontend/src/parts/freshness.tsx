/** How live a panel is: told as things change, asked again and again, or out of touch. */

import type { UseQueryResult } from '@tanstack/react-query'
import { useRealWords } from '../api/business-time.ts'
import { useCell } from '../api/cell.ts'
import { streaming } from '../api/streaming.ts'

/** Twice what is asked every fifteen seconds: what is older was asked for in vain. */
const LOST_MS = 35_000

const words = {
  live: 'Told as it changes',
  behind: 'Nobody tells of changes: asked for every 15 seconds',
  lost: 'Out of touch: what is shown may be long past',
} as const

export function Freshness({ query }: { query: UseQueryResult }) {
  const { data, isError, dataUpdatedAt } = query
  const isTold = useCell(streaming)
  const state = useRealWords((now) => {
    if (isError || (!isTold && now.getTime() - dataUpdatedAt > LOST_MS)) return 'lost'
    return isTold ? 'live' : 'behind'
  }) as keyof typeof words
  if (data === undefined) return null
  return (
    <span
      className={`text-12 ${state === 'lost' ? 'text-warn' : 'text-muted'}`}
      title={words[state]}
    >
      <span aria-hidden="true" className={state === 'live' ? 'text-[8px] text-up' : ''}>
        {{ live: '●', behind: '◐', lost: '○' }[state]}{' '}
      </span>
      <span className={state === 'live' ? 'sr-only' : ''}>{state}</span>
    </span>
  )
}
