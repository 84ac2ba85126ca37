/** `stonks trading`: shows how trading stands, and steers it. */

import { UsageError, type Command } from '../command.ts'
import { openAskEngine } from '../trading/ask-engine.ts'
import { confirm } from '../trading/confirm.ts'
import { readTyped } from '../trading/typed.ts'
import { words } from '../trading/words.ts'

export const command: Command = {
  name: 'trading',
  summary: 'show how trading stands, and steer it',
  help: `Usage: stonks trading [WORD] [options]

Words
  status                             mode, state, holds, limits and what is left of each (default)
  config [NAME=VALUE ...]            settings, or a change of some; positionCap=size: by account size
  config history                     how it was set before
  pause, resume, reducing            entries held back or made again; only exits and cancels leave
  halt, release                      the kill switch; it needs PostgreSQL alone
  consent, consent withdraw          to real money, in this account by this build; needs a reason
  accept-build PART                  lets a part trade that runs another build
  reset [paper|full]                 books anew, told first; full: settings and tier anew too
  account                            trade with the account that the broker tells of, told first
  debug                              all that says why it does what it does
  decisions [--ticker T], decision ID
  performance [--range R]            1d, 1w, 1m or all
  order buy|sell TICKER              with --quantity, --notional or --all; told before it happens
  cancel ORDER                       has an order taken back
  change ORDER                       with --quantity, --limit-price or both: another in its place
  close TICKER | close --all         ends a position, or all
  breakers trip [TICKER] [--minutes N]
  breakers reset BREAKER [TICKER]
  tier TIER                          conservative, moderate or aggressive
  reserve DOLLARS                    into the reserve; less than 0: out of it

Options
  --quantity N, --notional N, --all  how much: shares, dollars, or all that is held
  --limit-price N, --stop-price N    make it a limit, a stop or a stop-limit order
  --cancel-open                      with reset: have what is open taken back, as the first step
  --dry-run                          only say what would happen
  --key TEXT                         one key is one order, however often it is sent
  --by NAME                          who does (default operator)
  --reason TEXT                      why, for the audit
  --limit N                          rows of a list (default 20)
  --yes                              do not ask before it happens
  --json                             print what the API answers

Exit codes: 1 when the engine refuses, or you say no.

Examples
  stonks trading
  stonks trading order buy AAPL --notional 200 --dry-run
  stonks trading halt --by alice --reason "prices look wrong"`,
  async run(args) {
    const { word, values, typed } = readTyped(args)
    const act = Object.hasOwn(words, word) ? words[word] : undefined
    if (!act) throw new UsageError(`there is no word "${word}": ${Object.keys(words).join(', ')}`)
    if (!values.by) throw new UsageError('--by takes a name')
    const outcome = await act({
      ask: openAskEngine(values.by),
      typed,
      confirm: (question) => confirm(question, values.yes),
    })
    if (!outcome) {
      console.error('Nothing was done.')
      return 1
    }
    console.log(values.json ? JSON.stringify(outcome.answer) : outcome.lines)
    return 0
  },
}
