/** `alpaca_bars`: days, minutes and last minutes of Alpaca, many tickers at once. */

import { AlpacaBarsConfig } from '../../contracts/sources/alpaca-bars.ts'
import { usualBackOff, type SourceDescriptor } from './descriptor.ts'
import { alpacaData } from './hosts.ts'

export const alpacaPrices = {
  type: 'alpaca_bars',
  gives:
    'days (`kind: range`), minutes (`minute`) or last minutes (`latest`) of all tracked tickers or one, by `feed` iex or sip',
  brings: 'prices',
  cadenceSeconds: 3600,
  backOff: usualBackOff,
  pace: 'ALPACA_DATA_PER_MINUTE',
  config: AlpacaBarsConfig,
  hosts: [alpacaData],
  credibility: 0.85,
  adapterOf: () => 'alpacaBars' as const,
  seeds: {},
  reach: ({ kind }) => (kind === 'range' ? 'history_days' : undefined),
} as const satisfies SourceDescriptor<'alpaca_bars'>
