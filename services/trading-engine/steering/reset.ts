/** Begins the books of a paper account anew, as a person asks for: told first, done by the word of the answer. */

import type { resetRoutes } from '#shared/contracts/api/reset.ts'
import type { Answers } from '#shared/contracts/api/route.ts'
import type { SettingName } from '#shared/contracts/trading-settings.ts'
import { settingsChanged } from '#shared/domain/trading/settings.ts'
import type { Clock } from '#shared/host/clock.ts'
import { sha256 } from '#shared/host/ids.ts'
import { Refusal } from '#shared/host/refusal.ts'
import { readSettingsAsked } from '#shared/host/trading-settings.ts'
import { askCancel } from '#shared/queue/orders/cancel.ts'
import { nameOf } from '#shared/sql/access/audit.ts'
import { keepChange } from '#shared/sql/access/keep-change.ts'
import type { Sql, Tx } from '#shared/sql/open.ts'
import { limitPositions } from '#shared/sql/risk/limits.ts'
import { changeTier } from '#shared/sql/trading/engine-config.ts'
import { lockBook, lockRound } from '#shared/sql/trading/locks.ts'
import { resetBooks } from '#shared/sql/trading/reset-books.ts'
import { readBooksToReset, type BooksToReset } from '#shared/sql/trading/reset-plan.ts'
import { allOf, lockSettings, readStated, saveSettings } from '#shared/sql/trading/settings.ts'

const ROUTE = 'POST /api/trading/reset'
type Routes = Answers<typeof resetRoutes>
type Asked = Parameters<Routes[typeof ROUTE]>[0]
type Scope = Asked['body']['scope']

export function answerReset({ sql, clock }: { sql: Sql; clock: Clock }): Routes {
  return {
    [ROUTE]: async (asked) => {
      const { confirm } = asked.body
      if (confirm !== '') asked.askStepUp()
      const act = confirm === '' ? tellFirst : carryOut
      return sql.begin((tx) => act(tx, asked, clock.now()))
    },
  }
}

/** Changes nothing, but that what is open is asked back where that is wanted. */
async function tellFirst(tx: Tx, asked: Asked, now: Date) {
  const { scope, cancel_open: cancels, reason } = asked.body
  const books = await readBooks(tx)
  if (!cancels || books.orders.length === 0) {
    asked.tell({ subject: books.account, after: { dryRun: true } })
    return { done: false, ...(await planOf(tx, books, scope)) }
  }
  for (const { orderId } of books.orders)
    await askCancel(tx, orderId, nameOf(asked.by), 'by_hand', now)
  const after = { canceling: books.orders.map(({ orderId }) => orderId) }
  await keepChange(tx, asked, { subject: books.account, after, reason }, now)
  return { done: false, ...(await planOf(tx, await readBooks(tx), scope)) }
}

async function carryOut(tx: Tx, asked: Asked, now: Date) {
  const { scope, confirm, reason } = asked.body
  if (reason === '') throw new Refusal(422, 'A reset takes a reason')
  await lockRound(tx)
  await lockBook(tx)
  const books = await readBooks(tx)
  if (books.orders.length > 0)
    throw new Refusal(409, `${some(books.orders.length, 'order')} open: have them cancelled first`)
  if (books.waiting > 0)
    throw new Refusal(409, `${some(books.waiting, 'order')} on the way: wait until they have ended`)
  const plan = await planOf(tx, books, scope)
  if (confirm !== plan.confirm)
    throw new Refusal(409, `It takes "${plan.confirm}" by now, found "${confirm}"`)
  const { to } = await resetBooks(tx, now)
  if (scope === 'full') await restoreSettings(tx, asked, now)
  const told = { before: { account: books.account }, after: { scope, to }, reason }
  await keepChange(tx, asked, { subject: 'books', ...told }, now)
  return { done: true, ...plan }
}

/** @throws Refusal where money is real, or there is no account yet. */
async function readBooks(tx: Tx): Promise<BooksToReset> {
  const books = await readBooksToReset(tx)
  if (books.accountId === '') throw new Refusal(409, 'No account has been read yet')
  if (books.isLive) throw new Refusal(409, `Account ${books.account} trades real money`)
  return books
}

async function planOf(tx: Tx, books: BooksToReset, scope: Scope) {
  const { account, accountId, orders, held, waiting, tranches, next } = books
  const settings = scope === 'full' ? await settingsToRestore(tx) : []
  const seen = JSON.stringify([accountId, scope, orders.map((one) => one.orderId), held, next])
  const confirm = `reset ${account} ${sha256(seen).slice(0, 6)}`
  const isNextTold = next !== null
  const will = [
    `Account ${account} is not traded with any more; its ${some(held.length, 'position')}, its orders and its ledger stay as history, and no stop of it is watched.`,
    ...(tranches > 0 ? [`${some(tranches, 'later part')} of entries dropped.`] : []),
    isNextTold
      ? 'The account that the broker tells of since begins with clean books.'
      : 'Trading halts until the broker tells of another account: reset the paper account there.',
    ...(scope === 'paper' ? [] : [restoring(settings)]),
  ]
  const counts = { waiting, positions: held.length, tranches }
  return { confirm, scope, account, orders, ...counts, isNextTold, settings, will }
}

const some = (count: number, one: string) => `${count} ${count === 1 ? one : `${one}s`}`

function restoring(settings: readonly SettingName[]): string {
  if (settings.length === 0) return 'Settings and tier are as the installation asks for already.'
  return `These settings go back to what the installation asks for: ${settings.join(', ')}.`
}

async function settingsToRestore(tx: Tx): Promise<SettingName[]> {
  return settingsChanged(allOf(await readStated(tx)), readSettingsAsked())
}

/** As a new installation has them: what people set by hand does not count any more. */
async function restoreSettings(tx: Tx, asked: Asked, now: Date): Promise<void> {
  await lockSettings(tx)
  const before = allOf(await readStated(tx))
  const after = readSettingsAsked()
  const { reason } = asked.body
  const by = nameOf(asked.by)
  await saveSettings(tx, { settings: after, byHand: [], changedBy: by, changedAt: now, reason })
  const { riskTier: to, positionsMax } = after
  const from = before['riskTier'] as typeof to
  if (from !== to) await changeTier(tx, { from, to, reason: 'by_hand', numbers: {} }, now)
  if (before['positionsMax'] !== positionsMax)
    await limitPositions(tx, positionsMax, { by, byId: idOf(asked), reason }, now)
}

const idOf = ({ by }: Asked) => ('id' in by ? by.id : '')
