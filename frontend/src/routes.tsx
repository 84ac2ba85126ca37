/** Every address of the page; each loads its code when first opened. */

import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router'
import { Frame } from './frame/frame.tsx'
import { NotFound, PageError } from './frame/not-found.tsx'

const rootRoute = createRootRoute({
  component: Frame,
  notFoundComponent: NotFound,
  errorComponent: PageError,
})
const getParentRoute = () => rootRoute

const routeTree = rootRoute.addChildren([
  createRoute({
    getParentRoute,
    path: '/',
    component: lazyRouteComponent(() => import('./pages/overview.tsx'), 'OverviewPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/pipeline',
    component: lazyRouteComponent(() => import('./pages/pipeline.tsx'), 'PipelinePage'),
  }),
  createRoute({
    getParentRoute,
    path: '/portfolio',
    component: lazyRouteComponent(() => import('./pages/portfolio.tsx'), 'PortfolioPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/companies',
    component: lazyRouteComponent(() => import('./pages/companies.tsx'), 'CompaniesPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/documents',
    component: lazyRouteComponent(() => import('./pages/documents.tsx'), 'DocumentsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/documents/$id',
    component: lazyRouteComponent(() => import('./pages/document.tsx'), 'DocumentPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/recommendations',
    component: lazyRouteComponent(
      () => import('./pages/recommendations.tsx'),
      'RecommendationsPage',
    ),
  }),
  createRoute({
    getParentRoute,
    path: '/recommendations/$id',
    component: lazyRouteComponent(() => import('./pages/brief.tsx'), 'BriefPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/decisions',
    component: lazyRouteComponent(() => import('./pages/decisions.tsx'), 'DecisionsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/orders',
    component: lazyRouteComponent(() => import('./pages/orders.tsx'), 'OrdersPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/orders/$id',
    component: lazyRouteComponent(() => import('./pages/order.tsx'), 'OrderPage'),
  }),
])

export const router = createRouter({ routeTree, defaultPreload: 'intent', scrollRestoration: true })

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
