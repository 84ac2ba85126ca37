/** `filings_api`: a company's filings at EDGAR. */

import { FilingsConfig } from '../../contracts/sources/filings-api.ts'
import { CREDIBILITY_SEC } from './credibility.ts'
import { usualBackOff, type SourceDescriptor } from './descriptor.ts'
import { edgar } from './hosts.ts'

export const filingsApi = {
  type: 'filings_api',
  gives: 'reports (8-K, 10-Q, 10-K, 6-K, 20-F, 40-F, amendments), an 8-K with its news, by `cik`',
  brings: 'filings',
  cadenceSeconds: 3600,
  backOff: usualBackOff,
  pace: 'EDGAR_PER_SECOND',
  config: FilingsConfig,
  hosts: [edgar],
  credibility: CREDIBILITY_SEC,
  adapterOf: () => 'filings' as const,
  seeds: {
    company: {
      sourceName: 'SEC EDGAR',
      config: { cik: '', polling_interval_seconds: 3600, lookback_days: 30 },
    },
  },
  reach: () => 'lookback_days',
} as const satisfies SourceDescriptor<'filings_api'>
