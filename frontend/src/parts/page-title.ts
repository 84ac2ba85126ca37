/** What a page about one thing calls itself in the title of the tab; others are called by their place in the rail. */

import { useEffect } from 'react'
import { openCell } from '../api/cell.ts'

export const pageTitle = openCell<string | undefined>(undefined)

/** Names the page until it is left. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    pageTitle.set(title)
    return () => pageTitle.set(undefined)
  }, [title])
}
