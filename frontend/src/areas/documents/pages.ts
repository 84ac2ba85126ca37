/** Pages of documents. */

import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { getParentRoute } from '../../frame/root.tsx'
import { listSearchOf } from '../../parts/listing/list-search.ts'

export const documentPages = [
  createRoute({
    getParentRoute,
    path: '/documents',
    validateSearch: listSearchOf(['ticker', 'status', 'words']),
    staticData: {
      place: {
        group: 'Understand',
        name: 'Documents',
        icon: 'M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6',
      },
    },
    component: lazyRouteComponent(() => import('./page/documents.tsx'), 'DocumentsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/documents/$id',
    component: lazyRouteComponent(() => import('./page/document.tsx'), 'DocumentPage'),
  }),
] as const
