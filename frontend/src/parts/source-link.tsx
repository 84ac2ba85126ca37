/** A source named anywhere, leading to its page. */

import { Link } from '@tanstack/react-router'
import { HoverCard } from './hover-card.tsx'
import { SourceCard } from './source-card.tsx'

type SourceLinkProps = { id: string; name: string; className?: string }

export function SourceLink({ id, name, className = 'link underline' }: SourceLinkProps) {
  return (
    <HoverCard card={() => <SourceCard id={id} />}>
      {(describedBy) => (
        <Link
          to="/sources/$id"
          params={{ id }}
          className={className}
          aria-describedby={describedBy}
        >
          {name}
        </Link>
      )}
    </HoverCard>
  )
}
