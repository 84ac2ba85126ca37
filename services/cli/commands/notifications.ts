/** `stonks notifications`: what people were told, and how they are told. */

import { readArgs, UsageError, type Command } from '../command.ts'
import { openAskEngine, type AskEngine } from '../trading/ask-engine.ts'
import { confirm } from '../trading/confirm.ts'
import { outcome } from '../trading/word.ts'
import { readSettings, showNotices, showNoticeSettings } from '../trading/notices.ts'

export const command: Command = {
  name: 'notifications',
  summary: 'list what people were told, try a way to them, set how they are told',
  help: `Usage: stonks notifications [WORD] [options]

Words
  list                               what left, waits, failed or stayed unsaid, and why (default)
  test email|sms                     has a message sent at once; see list for what became of it
  send NOTIFICATION                  sends one after all that failed or stayed unsaid
  settings [NAME=VALUE ...]          settings, or a change of some

Settings
  email.on, sms.on                   true or false
  email.least, sms.least             info, warning or critical
  email.perHour, email.perDay, …     at most; what is critical may be three times as much
  muted                              kinds that nobody is told of, by comma; none: empty
  quiet                              off, or such as 22:00-07:00@Europe/Berlin

Options
  --channel email|sms, --that STATE  narrow the list, such as --that failed
  --limit N                          rows of the list (default 20)
  --by NAME                          who does (default operator)
  --reason TEXT                      why, for the audit
  --yes                              do not ask before it happens
  --json                             print what the API answers

Exit codes: 1 when the engine refuses, or you say no.

Examples
  stonks notifications list --that failed
  stonks notifications test email
  stonks notifications settings sms.least=critical quiet=22:00-07:00@America/New_York`,
  async run(args) {
    const { values, positionals } = readArgs(args, {
      allowPositionals: true,
      options: {
        by: { type: 'string', default: 'operator' },
        reason: { type: 'string', default: '' },
        channel: { type: 'string' },
        that: { type: 'string' },
        limit: { type: 'string', default: '20' },
        yes: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    })
    const [word = 'list', ...rest] = positionals
    const act = Object.hasOwn(words, word) ? words[word] : undefined
    if (!act) throw new UsageError(`there is no word "${word}": ${Object.keys(words).join(', ')}`)
    const { by, yes, json, channel, that: state, limit, reason } = values
    const parts = { ask: openAskEngine(by), rest, yes, reason, query: { channel, state, limit } }
    const came = await act(parts)
    if (!came) {
      console.error('Nothing was done.')
      return 1
    }
    console.log(json ? JSON.stringify(came.answer) : came.lines)
    return 0
  },
}

type Parts = {
  ask: AskEngine
  rest: string[]
  yes: boolean
  reason: string
  query: Record<string, string | undefined>
}
type Act = (parts: Parts) => Promise<{ answer: unknown; lines: string } | undefined>

const words: Readonly<Record<string, Act>> = {
  list: async ({ ask, query }) =>
    outcome(await ask('GET /api/trading/notifications/history', { query }), showNotices),
  test: async ({ ask, rest }) => {
    const body = { channel: onlyOf(rest) }
    return outcome(await ask('POST /api/trading/notifications/test', { body }), says)
  },
  send: async ({ ask, rest }) =>
    outcome(await ask('POST /api/trading/notifications/:id/send', { id: onlyOf(rest) }), says),
  async settings({ ask, rest, yes, reason }) {
    const shown = await ask('GET /api/trading/notifications/config')
    if (rest.length === 0) return outcome(shown, showNoticeSettings)
    const settings = readSettings(shown.settings, rest)
    if (!(await confirm(`These settings change: ${rest.join(', ')}.`, yes))) return undefined
    const body = { settings, version: shown.version, reason }
    return outcome(await ask('PUT /api/trading/notifications/config', { body }), showNoticeSettings)
  },
}

function onlyOf(rest: readonly string[]): string {
  const [one, ...surplus] = rest
  if (one === undefined || surplus.length > 0) throw new UsageError('it takes one word behind it')
  return one
}

const says = ({ notificationId }: { notificationId: string }) =>
  `It leaves within seconds as ${notificationId}: see stonks notifications`
