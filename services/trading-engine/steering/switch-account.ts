/** Trades with another account, as a person says that it is the one: told first, done by the word of the answer. */

import type { Answers } from '#shared/contracts/api/route.ts'
import type { switchAccountRoutes } from '#shared/contracts/api/switch-account.ts'
import type { Clock } from '#shared/host/clock.ts'
import { sha256 } from '#shared/host/ids.ts'
import { Refusal } from '#shared/host/refusal.ts'
import { keepChange } from '#shared/sql/access/keep-change.ts'
import type { Sql, Tx } from '#shared/sql/open.ts'
import { lockBook, lockRound } from '#shared/sql/trading/locks.ts'
import { readBooksToReset } from '#shared/sql/trading/reset-plan.ts'
import { readToldAccount, switchAccount } from '#shared/sql/trading/switch-account.ts'

const ROUTE = 'POST /api/trading/account'
type Routes = Answers<typeof switchAccountRoutes>
type Asked = Parameters<Routes[typeof ROUTE]>[0]

export function answerSwitchAccount({ sql, clock }: { sql: Sql; clock: Clock }): Routes {
  return {
    [ROUTE]: async (asked) => {
      if (asked.body.confirm !== '') {
        asked.askStepUp()
        return sql.begin((tx) => carryOut(tx, asked, clock.now()))
      }
      const plan = await planOf(sql)
      asked.tell({ subject: plan.to, after: { dryRun: true } })
      return { done: false, ...plan }
    },
  }
}

async function carryOut(tx: Tx, asked: Asked, now: Date) {
  const { confirm, reason } = asked.body
  if (reason === '') throw new Refusal(422, 'To trade with another account takes a reason')
  await lockRound(tx)
  await lockBook(tx)
  const plan = await planOf(tx)
  if (confirm !== plan.confirm)
    throw new Refusal(409, `It takes "${plan.confirm}" by now, found "${confirm}"`)
  await switchAccount(tx, plan.to, now)
  const told = { before: { account: plan.from }, after: { account: plan.to }, reason }
  await keepChange(tx, asked, { subject: plan.to, ...told }, now)
  return { done: true, ...plan }
}

/** @throws Refusal where the broker tells of no other account. */
async function planOf(db: Sql | Tx) {
  const told = await readToldAccount(db)
  if (!told) throw new Refusal(409, 'The broker tells of no other account than the one traded with')
  const { accountId: from, orders, held, tranches } = await readBooksToReset(db)
  const { accountId: to, isNew } = told
  const open = orders.map(({ orderId }) => orderId)
  const confirm = `trade with ${to} ${sha256(JSON.stringify([from, to, open, held])).slice(0, 6)}`
  const will = [
    ...(from === ''
      ? []
      : [`Account ${from} is not traded with any more; its books stay as history.`]),
    ...(open.length > 0
      ? [
          `Open orders of it end here, and stay at the broker until they are cancelled there: ${open.length}.`,
        ]
      : []),
    ...(held.length > 0
      ? [`Positions of it whose stops are watched no more: ${held.length}.`]
      : []),
    ...(tranches > 0 ? [`Later parts of entries are dropped: ${tranches}.`] : []),
    isNew
      ? `Account ${to} begins with clean books by the next reading.`
      : `The books of account ${to} go on where they were left.`,
    'Real money needs consent anew, for this account by this build.',
  ]
  const counts = { orders: open.length, positions: held.length, tranches }
  return { confirm, from, to, ...counts, will }
}
