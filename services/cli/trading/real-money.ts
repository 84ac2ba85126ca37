/** Words about real money: a person's consent, and builds that trade together. */

import { UsageError } from '../command.ts'
import * as show from './show.ts'
import { needed, only, outcome, type WordParts } from './word.ts'

/** Consents to the account and build that stand now, as they are told before; or takes it back. */
export async function consent({ ask, confirm, typed }: WordParts) {
  const { words, reason } = typed
  if (words.length > 1 || (words.length === 1 && words[0] !== 'withdraw'))
    throw new UsageError('consent takes nothing, or withdraw')
  if (words[0] === 'withdraw') {
    const body = { reason: needed(reason) }
    return outcome(await ask('POST /api/trading/consent/withdraw', { body }), show.showStanding)
  }
  const body = { reason: needed(reason) }
  const { realMoney } = await ask('GET /api/trading/status')
  const { accountNumber: account, build } = realMoney
  const question = `Real money is traded with in account ${account || '(not read yet)'} by build ${build || 'none'}.`
  if (!(await confirm(question))) return undefined
  const sent = { ...body, account, build }
  return outcome(await ask('POST /api/trading/consent', { body: sent }), show.showStanding)
}

export async function acceptBuildOf({ ask, confirm, typed }: WordParts) {
  const part = only(typed, 'a part, such as broker-adapter')
  const reason = needed(typed.reason)
  const { realMoney } = await ask('GET /api/trading/status')
  const other = realMoney.builds.find((one) => one.part === part)
  if (!other) throw new Error(`${part} has said of no build that it runs it`)
  const { build } = other
  const own = realMoney.build || 'none'
  if (!(await confirm(`${part} trades by build ${build || 'none'}, and trading-engine by ${own}.`)))
    return undefined
  const body = { part, build, reason }
  return outcome(await ask('POST /api/trading/builds/accept', { body }), show.showStanding)
}
