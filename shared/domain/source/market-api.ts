/** `market_api`: bars of Polygon: days of a company's past or of one session of all companies, and minutes. */

import { MarketConfig } from '../../contracts/sources/market-api.ts'
import { usualBackOff, type SourceDescriptor } from './descriptor.ts'
import { polygon } from './hosts.ts'

export const marketApi = {
  type: 'market_api',
  gives:
    "a company's daily bars (`kind: range`) or minutes (`minute`), or a session's days of all (`grouped_daily`)",
  brings: 'prices',
  cadenceSeconds: 300,
  backOff: usualBackOff,
  pace: 'POLYGON_PER_MINUTE',
  config: MarketConfig,
  hosts: [polygon],
  credibility: 0.9,
  adapterOf: () => 'bars' as const,
  seeds: {
    session: {
      sourceName: 'Polygon grouped daily',
      config: { kind: 'grouped_daily', polling_interval_seconds: 3600 },
    },
    company: {
      sourceName: 'Polygon bars',
      config: { kind: 'range', polling_interval_seconds: 604_800, history_days: 400 },
    },
  },
  onceClosed: { kind: 'grouped_daily' },
  reach: ({ kind }) => (kind === 'range' ? 'history_days' : undefined),
  needsCompany: ({ kind }) => kind === 'range' || kind === 'minute',
} as const satisfies SourceDescriptor<'market_api'>
