/** `stonks trading account`: trades with the account that the broker tells of, told before it is done. */

import { UsageError } from '../command.ts'
import { needed, outcome, type WordParts } from './word.ts'

export async function account({ ask, confirm, typed: { words, reason, dryRun } }: WordParts) {
  if (words.length > 0) throw new UsageError('account takes nothing: the broker tells which it is')
  const path = 'POST /api/trading/account'
  const first = await ask(path, { body: {} })
  if (dryRun) return outcome(first, showSwitch)
  if (!(await confirm(`${showSwitch(first)}\nTrade with account ${first.to}?`))) return undefined
  const body = { confirm: first.confirm, reason: needed(reason) }
  return outcome(await ask(path, { body }), showSwitch)
}

const showSwitch = ({ will, done }: { will: string[]; done: boolean }) =>
  [...will, ...(done ? ['Done.'] : [])].join('\n')
