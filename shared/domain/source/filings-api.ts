/** `filings_api`: a company's filings at EDGAR, and the figures it reported in them. */

import { FilingsConfig } from '../../contracts/sources/filings-api.ts'
import { CREDIBILITY_SEC } from './credibility.ts'
import { usualBackOff, type SourceDescriptor } from './descriptor.ts'
import { edgar } from './hosts.ts'

export const filingsApi = {
  type: 'filings_api',
  gives:
    'reports (8-K, 10-Q, 10-K, 6-K, 20-F, 40-F, amendments), an 8-K with its news, by `cik`; its figures (`kind: facts`)',
  brings: 'filings',
  cadenceSeconds: 3600,
  backOff: usualBackOff,
  pace: 'EDGAR_PER_SECOND',
  config: FilingsConfig,
  hosts: [edgar],
  credibility: CREDIBILITY_SEC,
  adapterOf: ({ kind }) => (kind === 'facts' ? ('facts' as const) : ('filings' as const)),
  seeds: {
    company: {
      sourceName: 'SEC EDGAR',
      config: { cik: '', polling_interval_seconds: 3600, lookback_days: 30 },
    },
    facts: {
      sourceName: 'SEC EDGAR facts',
      config: { cik: '', kind: 'facts', polling_interval_seconds: 86_400 },
    },
  },
  reach: ({ kind }) => (kind === 'facts' ? undefined : 'lookback_days'),
} as const satisfies SourceDescriptor<'filings_api'>
