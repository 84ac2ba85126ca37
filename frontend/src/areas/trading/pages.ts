/** Pages of trading. */

import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { searchOf } from '../../api/search-of.ts'
import { getParentRoute } from '../../frame/root.tsx'
import { listSearchOf } from '../../parts/listing/list-search.ts'

export const tradingPages = [
  createRoute({
    getParentRoute,
    path: '/portfolio',
    staticData: {
      place: {
        group: 'Watch',
        name: 'Portfolio',
        icon: 'M4 19V9M10 19V4M16 19v-7M21 19H3',
      },
    },
    component: lazyRouteComponent(() => import('./page/portfolio.tsx'), 'PortfolioPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/decisions',
    validateSearch: listSearchOf(['ticker', 'action', 'code', 'repeats']),
    staticData: {
      place: {
        group: 'Trade',
        name: 'Decisions',
        icon: 'M12 4v6M12 10l-6 5v5M12 10l6 5v5',
      },
    },
    component: lazyRouteComponent(() => import('./page/decisions.tsx'), 'DecisionsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/orders',
    validateSearch: listSearchOf(['ticker', 'state']),
    staticData: {
      place: {
        group: 'Trade',
        name: 'Orders',
        icon: 'M5 5h14M5 12h14M5 19h9',
        tab: 'Orders',
      },
    },
    component: lazyRouteComponent(() => import('./page/orders.tsx'), 'OrdersPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/orders/$id',
    component: lazyRouteComponent(() => import('./page/order.tsx'), 'OrderPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/trades',
    validateSearch: listSearchOf(['ticker', 'catalyst', 'exit']),
    staticData: {
      place: {
        group: 'Trade',
        name: 'Trades',
        icon: 'M4 8h13M14 5l3 3-3 3M20 16H7M10 13l-3 3 3 3',
      },
    },
    component: lazyRouteComponent(() => import('./page/trades.tsx'), 'TradesPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/trades/$id',
    component: lazyRouteComponent(() => import('./page/trade.tsx'), 'TradePage'),
  }),
  createRoute({
    getParentRoute,
    path: '/performance',
    validateSearch: searchOf(['range']),
    staticData: {
      place: {
        group: 'Trade',
        name: 'Performance',
        icon: 'M4 19h17M5 15l4-5 4 3 7-8M15 5h5v5',
      },
    },
    component: lazyRouteComponent(() => import('./page/performance.tsx'), 'PerformancePage'),
  }),
  createRoute({
    getParentRoute,
    path: '/trading',
    staticData: {
      place: {
        group: 'Trade',
        name: 'Trading control',
        icon: 'M5 4v9M5 17v3M12 4v3M12 11v9M19 4v11M19 19v1M3 15h4M10 9h4M17 17h4',
      },
    },
    component: lazyRouteComponent(() => import('./page/control.tsx'), 'TradingPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/limits',
    staticData: {
      place: {
        group: 'Trade',
        name: 'Limits',
        icon: 'M4 19h16M6 19v-6M11 19V9M16 19v-3M4 5h16',
      },
    },
    component: lazyRouteComponent(() => import('./page/limits.tsx'), 'LimitsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/trading/positions/$ticker',
    component: lazyRouteComponent(() => import('./page/position.tsx'), 'PositionPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/checks',
    staticData: {
      place: { group: 'Trade', name: 'Checks', icon: 'M4 6h9M4 12h9M4 18h5M14 16l3 3 5-7' },
    },
    component: lazyRouteComponent(() => import('./page/checks.tsx'), 'ChecksPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/parity',
    staticData: {
      place: { group: 'Govern', name: 'Parity', icon: 'M5 9h14M5 15h14M9 5v14' },
    },
    component: lazyRouteComponent(() => import('./page/parity.tsx'), 'ParityPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/approvals',
    staticData: {
      place: { group: 'Govern', name: 'Approvals', icon: 'M4 4h16v16H4zM8 12l3 3 5-6' },
    },
    component: lazyRouteComponent(() => import('./page/approvals.tsx'), 'ApprovalsPage'),
  }),
] as const
