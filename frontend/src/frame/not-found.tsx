/** What a page says when it is not there, or broke. */

import { usePageTitle } from '../parts/page-title.ts'
import { Link, type ErrorComponentProps } from '@tanstack/react-router'

export function NotFound() {
  usePageTitle('No such page')
  return (
    <div className="py-16 text-center">
      <h1 className="text-20 font-semibold">No such page</h1>
      <p className="mt-2 text-muted">
        The address leads nowhere.{' '}
        <Link to="/" className="link">
          Go to the overview
        </Link>
      </p>
    </div>
  )
}

export function PageError({ error, reset }: ErrorComponentProps) {
  return (
    <div className="py-16 text-center" role="alert">
      <h1 className="text-20 font-semibold">This page broke</h1>
      <p className="mt-2 text-muted">{error instanceof Error ? error.message : String(error)}</p>
      <button
        type="button"
        onClick={reset}
        className="mt-4 h-8 rounded border border-line bg-surface px-3 font-medium"
      >
        Try again
      </button>
    </div>
  )
}
