/** Certificates of three days: one that came out the same, one with gaps, one with a difference. */

import type { ParityBody, ParityFinding } from '#shared/contracts/api/parity.ts'
import { signParity } from '#shared/explain/parity/certificate.ts'
import { deriveAuthKeys } from '#shared/host/auth/keys.ts'
import { sha256 } from '#shared/host/ids.ts'
import type { Sql } from '#shared/sql/open.ts'
import { saveCertificate } from '#shared/sql/provenance/certificates.ts'
import { ids, NOW } from './fixture-base.ts'

/** The secret that the served page is given. */
const keys = deriveAuthKeys('a secret of the tests, long enough')
const found: ParityFinding = {
  decisionId: ids.decision('AAPL'),
  ticker: 'AAPL',
  part: 'decision',
  field: 'checks.declining_book.found',
  recorded: '0.25',
  replayed: '0',
  cause: 'record_altered',
}
const same: ParityBody = {
  day: '2024-03-12',
  build: '',
  decisions: 4,
  equal: 4,
  different: 0,
  notReplayed: 0,
  missing: { all: 0, explained: 0 },
  orders: { recorded: 2, replayed: 2 },
  recordedSha256: sha256('recorded'),
  replayedSha256: sha256('recorded'),
  ordersSha256: sha256('orders'),
  settingsSha256: sha256('settings'),
  depths: { none: 0, decision: 0, recommendation: 2, trend: 0, reading: 2 },
  differences: [],
  gaps: [],
  changedSince: [],
  left: 0,
}
const gap = { ...found, field: 'inputs', recorded: '', replayed: '', cause: 'kind_not_replayed' }
const limit = { ...found, part: 'settings', field: 'positionsMax', cause: 'setting_changed' }

const missing = {
  ...found,
  decisionId: ids.decision('MSFT'),
  ticker: 'MSFT',
  field: ids.decision('MSFT'),
  recorded: '',
  replayed: 'a decision on the recommendation to buy of 2024-03-14T15:10:00.000Z',
  cause: 'decision_missing',
}
const held = {
  ...missing,
  field: ids.decision('NVDA'),
  ticker: 'NVDA',
  recorded: 'trading was held back: paused',
}

export async function fillParity(sql: Sql): Promise<void> {
  for (const body of [
    same,
    { ...same, day: '2024-03-13', equal: 3, notReplayed: 1, gaps: [gap] },
    {
      ...same,
      day: '2024-03-14',
      missing: { all: 2, explained: 1 },
      equal: 3,
      different: 1,
      differences: [found, missing, held],
      changedSince: [{ ...limit, recorded: '10', replayed: '12' }],
    },
  ])
    await saveCertificate(sql, signParity(keys, body, NOW))
}
