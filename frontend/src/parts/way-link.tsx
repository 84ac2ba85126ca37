/** Leads to the way of a job, a document or an order through the stages. */

import { Link } from '@tanstack/react-router'

export function WayLink({ id, words = 'Way through the stages' }: { id: string; words?: string }) {
  return (
    <Link to="/traces/$id" params={{ id }} className="link text-12">
      {words}
    </Link>
  )
}
