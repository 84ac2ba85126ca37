/** Named values side by side. */

import type { ReactNode } from 'react'

export function NamedValues({ children }: { children: ReactNode }) {
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-3 px-4 pt-1 pb-4 sm:grid-cols-3 lg:grid-cols-[repeat(auto-fit,minmax(8rem,1fr))]">
      {children}
    </dl>
  )
}

/** `isLong` takes the room of two: for ids and hashes. */
export function NamedValue({
  name,
  isLong = false,
  children,
}: {
  name: string
  isLong?: boolean
  children: ReactNode
}) {
  return (
    <div className={`min-w-0 ${isLong ? 'col-span-2' : ''}`}>
      <dt className="text-12 text-muted">{name}</dt>
      <dd className="text-16 font-medium break-words">{children}</dd>
    </div>
  )
}
