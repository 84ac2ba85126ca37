/** One clear page where an address names what is not there. */

import type { UseQueryResult } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ApiError } from '../api/api-error.ts'
import { usePageTitle } from './page-title.ts'

/** Whether there is no such thing, or its id is none: asking again would not help. */
export function isUnknown({ data, error }: Pick<UseQueryResult, 'data' | 'error'>): boolean {
  return data === undefined && error instanceof ApiError && [404, 422].includes(error.status)
}

type UnknownProps = {
  /** `order`, as in “No such order”. */
  what: string
  /** Where all of them are listed, and what that page is called. */
  list:
    | '/orders'
    | '/trades'
    | '/documents'
    | '/events'
    | '/recommendations'
    | '/sources'
    | '/reports'
    | '/backtests'
    | '/signal-engine'
    | '/help'
    | '/pipeline'
  listName: string
}

export function Unknown({ what, list, listName }: UnknownProps) {
  usePageTitle(`No such ${what}`)
  return (
    <div className="py-16 text-center">
      <h1 className="text-20 font-semibold">No such {what}</h1>
      <p className="mt-2 text-muted">
        The address names none that is kept: it may have been mistyped, or what it named is past its
        time.{' '}
        <Link to={list} className="link">
          {listName}
        </Link>
      </p>
    </div>
  )
}
