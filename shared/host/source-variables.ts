/** The variables that say where news, filings and prices are asked for, as whom, and how often. */

import type { Variable } from './variables.ts'

export const sourceVariables = {
  POLYGON_PER_MINUTE: {
    default: '5',
    says: 'requests a real minute to Polygon, over all workers, as the plan of the key allows: a free one 5; 0: as many as it answers',
  },
  MARKET_DATA_BASE_URL: { default: 'https://api.polygon.io', says: 'Polygon REST' },
  MARKET_DATA_API_KEY: { default: '', says: 'Polygon key, the replay world’s too', secret: true },
  ALPACA_DATA_BASE_URL: {
    default: 'https://data.alpaca.markets',
    says: 'Alpaca market data, as a source of prices',
  },
  ALPACA_DATA_KEY: {
    default: '',
    says: 'its key: of an account that need not be the one that trades',
    secret: true,
  },
  ALPACA_DATA_SECRET: { default: '', says: 'its secret', secret: true },
  ALPACA_STREAM_URL: {
    default: 'wss://stream.data.alpaca.markets',
    says: 'Alpaca’s stream of market data, heard by market-stream with the two keys above',
  },
  ALPACA_STREAM_FEED: {
    default: 'iex',
    says: 'iex, as every account may hear it, or sip, of all exchanges, where the plan holds it',
  },
  EDGAR_DATA_BASE_URL: { default: 'https://data.sec.gov', says: 'EDGAR submissions' },
  EDGAR_BASE_URL: { default: 'https://www.sec.gov', says: 'EDGAR archives' },
  REDDIT_BASE_URL: {
    default: 'https://www.reddit.com',
    says: 'Reddit: where tokens are given, and listings that anybody may read',
  },
  REDDIT_OAUTH_URL: { default: 'https://oauth.reddit.com', says: 'Reddit, with a token' },
  REDDIT_CLIENT_ID: {
    default: '',
    says: 'Reddit’s name of the application that asks; empty: public listings',
    secret: true,
  },
  REDDIT_CLIENT_SECRET: { default: '', says: 'and its secret', secret: true },
  REDDIT_USER_AGENT: {
    default: 'stonks-oracle/1 (by admin@example.com)',
    says: 'who asks Reddit; it slows down those who do not say',
  },
  FETCH_ALLOW_HOSTS: {
    default: '',
    says: 'own hosts that feeds, pages and a universe may be on, such as "intranet.example 10.0.0.7:8080"; all others must be out on the internet',
  },
  EDGAR_USER_AGENT: {
    default: 'stonks-oracle admin@example.com',
    says: 'who asks EDGAR; it refuses requests that do not say',
  },
  EDGAR_PER_SECOND: {
    default: '8',
    says: 'requests a second to EDGAR, over all workers; 10 at most',
  },
  ALPACA_DATA_PER_MINUTE: {
    default: '200',
    says: 'requests a real minute to Alpaca for prices, over all workers; 0: as many as it answers',
  },
  WORLD_FAULTS: {
    default: '',
    says: 'how the replay world’s vendors fail, one time in so many: odd=10 refused=5 broken=20 cut=20 slow=20; empty: never',
  },
} as const satisfies Record<string, Variable>
