/** The systems that sources are fetched from. */

import type { Host } from './descriptor.ts'

export const polygon = {
  name: 'Polygon',
  variables: ['MARKET_DATA_BASE_URL'],
  trial: '/v2/reference/news?limit=1',
} as const satisfies Host

export const edgar = {
  name: 'EDGAR',
  variables: ['EDGAR_DATA_BASE_URL', 'EDGAR_BASE_URL'],
  trial: '/submissions/CIK0000320193.json',
} as const satisfies Host

export const alpaca = {
  name: 'Alpaca',
  variables: ['BROKER_BASE_URL', 'BROKER_DATA_BASE_URL'],
  trial: '/v2/clock',
} as const satisfies Host

export const alpacaData = {
  name: 'Alpaca data',
  variables: ['ALPACA_DATA_BASE_URL'],
  trial: null,
} as const satisfies Host

export const redditHost = {
  name: 'Reddit',
  variables: ['REDDIT_BASE_URL', 'REDDIT_OAUTH_URL'],
  trial: null,
} as const satisfies Host

export const feeds = { name: 'feeds', variables: [], trial: null } as const satisfies Host
export const pages = { name: 'pages', variables: [], trial: null } as const satisfies Host
