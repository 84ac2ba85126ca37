/** A card with its four looks: loading, empty, error, and stale while the API is away. */

import type { UseQueryResult } from '@tanstack/react-query'
import { useId, type ReactNode } from 'react'
import { Freshness } from './freshness.tsx'
import { span } from '../text/format.ts'

type PanelProps<T> = {
  title: string
  query: UseQueryResult<T>
  children: (data: T) => ReactNode
  /** Beside the title. */
  aside?: ReactNode
  /** Says what will fill the panel, and how. */
  empty?: { when: (data: T) => boolean; words: ReactNode }
  /** Rows of the skeleton. */
  rows?: number
  className?: string
}

export function Panel<T>({
  title,
  query,
  children,
  aside,
  empty,
  rows = 5,
  className = '',
}: PanelProps<T>) {
  const heading = useId()
  const { data, error, isError, dataUpdatedAt, refetch, isFetching } = query
  return (
    <section
      aria-labelledby={heading}
      className={`flex min-w-0 flex-col rounded-lg border border-line bg-surface ${className}`}
    >
      <header className="flex min-h-10 flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 pt-2 pb-1">
        <span className="flex items-center gap-2">
          <h2 id={heading} className="text-14 font-semibold">
            {title}
          </h2>
          <Freshness query={query} />
        </span>
        {aside}
      </header>
      {isError && data !== undefined && (
        <p role="status" className="mx-4 mb-2 text-12 text-warn">
          Stale: read {span(Date.now() - dataUpdatedAt)} ago. {error.message}
        </p>
      )}
      {data === undefined && isError && (
        <Failed message={error.message} retry={() => void refetch()} busy={isFetching} />
      )}
      {data === undefined && !isError && <Skeleton rows={rows} />}
      {data !== undefined && (empty?.when(data) ? <Empty>{empty.words}</Empty> : children(data))}
    </section>
  )
}

export function Empty({ children }: { children: ReactNode }) {
  return <p className="max-w-prose px-4 pt-1 pb-5 text-muted">{children}</p>
}

function Failed({ message, retry, busy }: { message: string; retry: () => void; busy: boolean }) {
  return (
    <div role="alert" className="px-4 pt-1 pb-5">
      <p className="text-down">Could not read this: {message}</p>
      <p className="mt-1 text-muted">
        The other panels are read on their own and may still be right.
      </p>
      <button
        type="button"
        onClick={retry}
        disabled={busy}
        className="mt-3 h-8 rounded border border-line px-3 font-medium disabled:opacity-60"
      >
        Try again
      </button>
    </div>
  )
}

function Skeleton({ rows }: { rows: number }) {
  return (
    <div className="space-y-4 px-4 pt-2 pb-4" role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, place) => (
        <div key={place} className={`skeleton h-4 ${place % 3 === 2 ? 'w-2/3' : 'w-full'}`} />
      ))}
    </div>
  )
}
