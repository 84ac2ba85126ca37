/** Where the rail leads. */

export const places = [
  { group: 'Watch', to: '/', name: 'Overview', icon: 'M3 12l9-8 9 8M6 10v10h12V10' },
  {
    group: 'Watch',
    to: '/pipeline',
    name: 'Pipeline',
    icon: 'M4 6h5v5H4zM15 13h5v5h-5zM9 8h5a3 3 0 0 1 3 3v2',
  },
  { group: 'Watch', to: '/portfolio', name: 'Portfolio', icon: 'M4 19V9M10 19V4M16 19v-7M21 19H3' },
  {
    group: 'Understand',
    to: '/companies',
    name: 'Companies',
    icon: 'M4 20V5h9v15M13 10h7v10M7 9h3M7 13h3M16 14h1',
  },
  {
    group: 'Understand',
    to: '/documents',
    name: 'Documents',
    icon: 'M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6',
  },
  {
    group: 'Understand',
    to: '/recommendations',
    name: 'Recommendations',
    icon: 'M12 3l2.5 6 6.5.5-5 4 1.7 6.5L12 16.5 6.300 20 8 13.500 3 9.500 9.500 9z',
  },
  { group: 'Trade', to: '/decisions', name: 'Decisions', icon: 'M12 4v6M12 10l-6 5v5M12 10l6 5v5' },
  { group: 'Trade', to: '/orders', name: 'Orders', icon: 'M5 5h14M5 12h14M5 19h9' },
] as const

/** The five that stand in the bottom bar of a narrow window; the fifth place opens the rest. */
export const nearest = ['/', '/pipeline', '/recommendations', '/orders'] as const
