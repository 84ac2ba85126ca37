/** The route every page hangs on, and what a page may say of its place in the rail. */

import { createRootRoute } from '@tanstack/react-router'
import { Gate } from './gate.tsx'
import { NotFound, PageError } from './not-found.tsx'

export const rootRoute = createRootRoute({
  component: Gate,
  notFoundComponent: NotFound,
  errorComponent: PageError,
})
export const getParentRoute = () => rootRoute
