/** The first page. */

import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { searchOf } from '../../api/search-of.ts'
import { getParentRoute } from '../../frame/root.tsx'

export const overviewPages = [
  createRoute({
    getParentRoute,
    path: '/',
    staticData: {
      place: {
        group: 'Watch',
        name: 'Overview',
        icon: 'M3 12l9-8 9 8M6 10v10h12V10',
        tab: 'Overview',
      },
    },
    component: lazyRouteComponent(() => import('./page/overview.tsx'), 'OverviewPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/diary',
    validateSearch: searchOf(['day']),
    staticData: {
      place: {
        group: 'Watch',
        name: 'Diary',
        icon: 'M6 4h12v16H6zM9 8h6M9 12h6M9 16h4',
      },
    },
    component: lazyRouteComponent(() => import('./page/diary.tsx'), 'DiaryPage'),
  }),
] as const
