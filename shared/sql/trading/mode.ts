/** Tables `trading_mode` and `live_consents`: the one mode, and a person's word for real money. */

import type { DerivedMode } from '../../domain/trading/mode-claims.ts'
import type { Db, Tx } from '../open.ts'

type ModeRow = {
  mode: string
  derivedFrom: DerivedMode['claims']
  disagreements: DerivedMode['disagreements']
  derivedAt: Date | null
  accountId: string
  accountNumber: string
  build: string
}

/** The mode with what it was derived from; undefined where none stands. */
export async function readMode(db: Db): Promise<ModeRow | undefined> {
  const [row] = await db<ModeRow[]>`
    select mode, derived_from, disagreements, derived_at, account_id, account_number, build
    from trading_mode
  `
  return row
}

/** Stores the mode as it was derived at `now`. */
export async function saveMode(
  db: Db,
  made: DerivedMode & { account: { accountId: string; accountNumber: string }; build: string },
  now: Date,
): Promise<void> {
  const { mode, claims, disagreements, account, build } = made
  await db`
    insert into trading_mode (mode, derived_from, disagreements, derived_at, account_id, account_number, build)
    values (${mode}, ${db.json(claims)}, ${db.json(disagreements)}, ${now}, ${account.accountId},
      ${account.accountNumber}, ${build})
    on conflict (only_row) do update set mode = excluded.mode, derived_from = excluded.derived_from,
      disagreements = excluded.disagreements, derived_at = excluded.derived_at,
      account_id = excluded.account_id, account_number = excluded.account_number, build = excluded.build
  `
}

/** Records that a person wants this account traded with real money by this build. */
export async function saveConsent(
  tx: Tx,
  given: { accountId: string; build: string; by: string; reason: string },
  now: Date,
): Promise<boolean> {
  const rows = await tx`
    insert into live_consents (account_id, build, given_by, given_at, reason)
    values (${given.accountId}, ${given.build}, ${given.by}, ${now}, ${given.reason})
    on conflict do nothing returning account_id
  `
  return rows.length > 0
}
