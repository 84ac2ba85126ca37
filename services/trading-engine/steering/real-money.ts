/** A person's word for real money, given and withdrawn, and for builds that trade together. */

import type { realMoneyRoutes } from '#shared/contracts/api/real-money.ts'
import type { Answers } from '#shared/contracts/api/route.ts'
import type { Clock } from '#shared/host/clock.ts'
import { Refusal } from '#shared/host/refusal.ts'
import { nameOf } from '#shared/sql/access/audit.ts'
import { keepChange } from '#shared/sql/access/keep-change.ts'
import type { Sql, Tx } from '#shared/sql/open.ts'
import { acceptBuild } from '#shared/sql/trading/builds.ts'
import { readMode, saveConsent, withdrawConsent } from '#shared/sql/trading/mode.ts'
import { readStanding, shownStanding } from '#shared/sql/trading/standing.ts'

type Routes = Answers<typeof realMoneyRoutes>
type AskedOf<K extends keyof Routes> = Parameters<Routes[K]>[0]

export function answerRealMoney({ sql, clock }: { sql: Sql; clock: Clock }): Routes {
  const within = (act: (tx: Tx, now: Date) => Promise<void>) =>
    sql.begin(async (tx) => {
      const now = clock.now()
      await act(tx, now)
      return shownStanding(await readStanding(tx, now))
    })
  return {
    'POST /api/trading/consent': (asked) => within((tx, now) => consent(tx, asked, now)),
    'POST /api/trading/consent/withdraw': (asked) => within((tx, now) => withdraw(tx, asked, now)),
    'POST /api/trading/builds/accept': (asked) => within((tx, now) => accept(tx, asked, now)),
  }
}

/** Only where all that says so says that money is real: then just what was looked at is consented to. */
async function consent(tx: Tx, asked: AskedOf<'POST /api/trading/consent'>, now: Date) {
  const { account, build, reason } = asked.body
  const at = await readMode(tx)
  if (at?.mode !== 'live')
    throw new Refusal(409, `The mode is ${at?.mode ?? 'not derived yet'}: no money is real`)
  if (account !== at.accountNumber || build !== at.build)
    throw new Refusal(
      409,
      `It is account ${at.accountNumber} by build ${at.build || 'none'} by now, not ${account} by ${build || 'none'}`,
    )
  const { accountId } = at
  const isNew = await saveConsent(tx, { accountId, build, by: nameOf(asked.by), reason }, now)
  const told = { before: { consented: !isNew }, after: { consented: true, account, build }, reason }
  await keepChange(tx, asked, { subject: 'real money', ...told }, now)
}

/** Orders end to leave with the transaction: who sends one asks as it does. */
async function withdraw(tx: Tx, asked: AskedOf<'POST /api/trading/consent/withdraw'>, now: Date) {
  const at = await readMode(tx)
  const { accountId = '', accountNumber: account = '' } = at ?? {}
  const count = await withdrawConsent(tx, { accountId, by: nameOf(asked.by) }, now)
  if (count === 0) throw new Refusal(409, 'Nobody has consented to real money in this account')
  const { reason } = asked.body
  const told = { before: { consented: true, account }, after: { consented: false }, reason }
  await keepChange(tx, asked, { subject: 'real money', ...told }, now)
}

async function accept(tx: Tx, asked: AskedOf<'POST /api/trading/builds/accept'>, now: Date) {
  const { part, build, reason } = asked.body
  const by = nameOf(asked.by)
  if (!(await acceptBuild(tx, { part, build, by })))
    throw new Refusal(409, `${part} does not run build ${build || 'none'}`)
  await keepChange(tx, asked, { subject: part, after: { build, acceptedBy: by }, reason }, now)
}
