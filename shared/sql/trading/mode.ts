/** Tables `trading_mode` and `live_consents`: the one mode, and a person's word for real money. */

import type { Claim, DerivedMode } from '../../domain/trading/mode-claims.ts'
import { wishToTell } from '../notifications/wishes.ts'
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
  const before = await readMode(db)
  await db`
    insert into trading_mode (mode, derived_from, disagreements, derived_at, account_id, account_number, build)
    values (${mode}, ${db.json(claims)}, ${db.json(disagreements)}, ${now}, ${account.accountId},
      ${account.accountNumber}, ${build})
    on conflict (only_row) do update set mode = excluded.mode, derived_from = excluded.derived_from,
      disagreements = excluded.disagreements, derived_at = excluded.derived_at,
      account_id = excluded.account_id, account_number = excluded.account_number, build = excluded.build
  `
  if (before === undefined || before.mode === mode) return
  const says = `The mode is ${mode}, it was ${before.mode}`
  const occasion = now.toISOString()
  await wishToTell(db, { kind: 'mode_changed', subject: mode, occasion, says }, now)
}

/** Records that a person wants this account traded with real money by this build. */
export async function saveConsent(
  tx: Tx,
  given: { accountId: string; build: string; by: string; reason: string },
  now: Date,
): Promise<boolean> {
  const rows = await tx`
    insert into live_consents as old (account_id, build, given_by, given_at, reason)
    values (${given.accountId}, ${given.build}, ${given.by}, ${now}, ${given.reason})
    on conflict (account_id, build) do update set given_by = excluded.given_by, given_at = excluded.given_at,
      reason = excluded.reason, withdrawn_at = null, withdrawn_by = null
    where old.withdrawn_at is not null
    returning account_id
  `
  return rows.length > 0
}

/** Takes back every word for real money in an account, whatever the build; returns how many stood. */
export async function withdrawConsent(
  tx: Tx,
  { accountId, by }: { accountId: string; by: string },
  now: Date,
): Promise<number> {
  const { count } = await tx`
    update live_consents set withdrawn_at = ${now}, withdrawn_by = ${by}
    where account_id = ${accountId} and withdrawn_at is null`
  return count
}

export type MoneyClaims = Omit<ModeRow, 'mode' | 'derivedFrom' | 'accountId'> & {
  claims: Claim[]
  /** For this account and this build, where it stands. */
  consent: { by: string; at: Date; reason: string } | null
  builds: { part: string; build: string; since: Date; acceptedBy: string | null }[]
}

/** What says whether money is real, for people; nothing of a key but how it begins. */
export async function readRealMoney(db: Db): Promise<MoneyClaims> {
  const [row, builds] = await Promise.all([
    readMode(db),
    db<
      MoneyClaims['builds']
    >`select part, build, since, accepted_by from trading_builds order by part`,
  ])
  const { accountId = '', build = '', accountNumber = '', derivedAt = null } = row ?? {}
  const [consent = null] = await db<NonNullable<MoneyClaims['consent']>[]>`
    select given_by as by, given_at as at, reason from live_consents
    where account_id = ${accountId} and build = ${build} and withdrawn_at is null`
  // Before the first was derived there are none.
  const claims = Array.isArray(row?.derivedFrom) ? row.derivedFrom : []
  const disagreements = row?.disagreements ?? []
  return { claims, disagreements, derivedAt, accountNumber, build, consent, builds }
}
