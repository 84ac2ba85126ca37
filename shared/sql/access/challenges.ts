/** Challenges: taken once, within minutes, by the browser or the session they were made for. */

import type { Db } from '../open.ts'

export type ChallengePurpose = 'sign_in' | 'step_up' | 'enrol' | 'oidc'

export type Challenge = { hash: Buffer; purpose: ChallengePurpose; boundTo: Buffer }

export async function addChallenge(
  db: Db,
  { hash, purpose, boundTo }: Challenge,
  endsAt: Date,
  now: Date,
): Promise<void> {
  await db`delete from sign_in_challenges where ends_at < ${now}`
  await db`insert into sign_in_challenges (challenge_hash, purpose, bound_to, ends_at)
    values (${hash}, ${purpose}, ${boundTo}, ${endsAt})`
}

/** True for the first who takes it for what it was made for, of whom it was made for; it is gone either way. */
export async function takeChallenge(
  db: Db,
  { hash, purpose, boundTo }: Omit<Challenge, 'boundTo'> & { boundTo: readonly Buffer[] },
  now: Date,
): Promise<boolean> {
  const [row] = await db<{ fits: boolean }[]>`
    delete from sign_in_challenges where challenge_hash = ${hash}
    returning purpose = ${purpose} and bound_to = any(${db.array([...boundTo])}::bytea[]) and ends_at > ${now} as fits`
  return row?.fits ?? false
}
