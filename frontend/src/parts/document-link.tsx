/** A document named anywhere, leading to its page. */

import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { DocumentCard } from './document-card.tsx'
import { HoverCard } from './hover-card.tsx'

type DocumentLinkProps = {
  id: string
  /** The company it is named for. */
  ticker?: string | undefined
  className?: string
  children: ReactNode
}

export function DocumentLink({
  id,
  ticker,
  className = 'link underline',
  children,
}: DocumentLinkProps) {
  return (
    <HoverCard card={() => <DocumentCard id={id} ticker={ticker} />}>
      {(describedBy) => (
        <Link
          to="/documents/$id"
          params={{ id }}
          className={className}
          aria-describedby={describedBy}
        >
          {children}
        </Link>
      )}
    </HoverCard>
  )
}
