/** `reference`: splits, dividends and details of tickers, of Polygon. */

import { ReferenceConfig } from '../../contracts/sources/reference.ts'
import { usualBackOff, type SourceDescriptor } from './descriptor.ts'
import { polygon } from './hosts.ts'

export const reference = {
  type: 'reference',
  gives:
    'splits and dividends (`kind: actions`), or what each tracked ticker is (`details`: shares, market value, listing, earlier names)',
  brings: 'prices',
  cadenceSeconds: 86_400,
  backOff: usualBackOff,
  pace: 'POLYGON_PER_MINUTE',
  config: ReferenceConfig,
  hosts: [polygon],
  credibility: 0.9,
  adapterOf: () => 'reference' as const,
  seeds: {
    actions: {
      sourceName: 'Polygon splits and dividends',
      // Four times a day: a split is to be known before the first price without it.
      config: { kind: 'actions', polling_interval_seconds: 21_600, history_days: 400 },
    },
    details: {
      sourceName: 'Polygon details',
      config: { kind: 'details', polling_interval_seconds: 3600 },
    },
  },
  reach: ({ kind }) => (kind === 'actions' ? 'history_days' : undefined),
} as const satisfies SourceDescriptor<'reference'>
