/** `stonks checks`: what each check of trading saved or cost. */

import { readArgs, type Command } from '../command.ts'
import { formatTable } from '../table.ts'
import { openAskEngine } from '../trading/ask-engine.ts'

const VERDICTS = {
  saved: 'saved money',
  cost: 'cost money',
  unclear: 'cannot be told yet',
  too_few: 'too few have ended',
}

export const command: Command = {
  name: 'checks',
  summary: 'show what each check of trading saved or cost',
  help: `Usage: stonks checks [--days N] [--json]

Every purchase that a check stopped or made smaller is priced as if it had been made: sized without
that check, and ended by the same stop and targets, or after 20 sessions. Saved is what not buying
kept, less than 0 what it cost; the interval holds it in 95 of 100 cases, resampling whole sessions of
a ticker (docs/FORMULAS.md, What checks save). With few sessions there is none.

Options
  --days N   how far back (default 365)
  --by NAME  who asks (default operator)
  --json     print what the API answers

Example
  stonks checks --days 30`,
  async run(args) {
    const { values } = readArgs(args, {
      options: {
        days: { type: 'string', default: '365' },
        by: { type: 'string', default: 'operator' },
        json: { type: 'boolean', default: false },
      },
    })
    const ask = openAskEngine(values.by)
    const answer = await ask('GET /api/trading/checks', { query: { days: values.days } })
    const rows = answer.checks.map((one) => [
      one.check,
      one.kind,
      one.stopped,
      one.ended,
      one.clusters,
      dollars(one.saved),
      one.interval ? `${dollars(one.interval.from)} to ${dollars(one.interval.to)}` : '',
      VERDICTS[one.verdict],
    ])
    const head = ['CHECK', 'KIND', 'STOPPED', 'ENDED', 'SESSIONS', 'SAVED', '95 %', 'SO IT']
    const none = 'No check has stopped a purchase yet.'
    console.log(
      values.json ? JSON.stringify(answer) : rows.length > 0 ? formatTable(head, rows) : none,
    )
    return 0
  },
}

function dollars(value: number | null): string {
  return value === null ? '' : value.toFixed(2)
}
