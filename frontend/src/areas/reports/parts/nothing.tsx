/** What stands where a part of a report has nothing to tell. */

import type { ReactNode } from 'react'

export function Nothing({ children }: { children: ReactNode }) {
  return <p className="max-w-prose px-4 pb-4 text-muted">{children}</p>
}
