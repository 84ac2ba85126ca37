/** A card that holds no read of its own: a title, what stands beside it, and what is in it. */

import { useId, type ReactNode } from 'react'

type CardProps = { title: ReactNode; aside?: ReactNode; className?: string; children: ReactNode }

export function Card({ title, aside, className = '', children }: CardProps) {
  const heading = useId()
  return (
    <section
      aria-labelledby={heading}
      className={`min-w-0 rounded-lg border border-line bg-surface ${className}`}
    >
      <header className="flex min-h-10 flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 pt-2 pb-1">
        <h2 id={heading} className="min-w-0 text-14 font-semibold break-words">
          {title}
        </h2>
        {aside}
      </header>
      {children}
    </section>
  )
}
