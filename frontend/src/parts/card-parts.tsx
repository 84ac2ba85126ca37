/** What the cards beside links are made of. */

import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'

/** A card is read once a minute at most, and not again and again while it is open. */
export const cardReads = { staleTime: 60_000, refetchInterval: false } as const

type LoadedProps<T> = {
  query: UseQueryResult<T>
  children: (data: T) => ReactNode
}

/** The card in its looks: loading in its final shape, and what failed. */
export function Loaded<T>({ query, children }: LoadedProps<T>) {
  if (query.data !== undefined) return children(query.data)
  if (query.isError) return <p className="text-muted">Could not read this: {query.error.message}</p>
  return (
    <div className="space-y-2" role="status" aria-label="Loading">
      {['w-3/4', 'w-1/2', 'w-full', 'w-2/3'].map((width) => (
        <div key={width} className={`skeleton h-3.5 ${width}`} />
      ))}
    </div>
  )
}

export function CardTitle({ children }: { children: ReactNode }) {
  return <p className="line-clamp-2 font-semibold break-words">{children}</p>
}

export function CardLine({ children }: { children: ReactNode }) {
  return <p className="flex flex-wrap items-center gap-x-2 text-12 text-muted">{children}</p>
}
