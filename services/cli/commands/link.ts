/** `stonks link`: prints a one-time link that signs somebody in. */

import { readPageOrigins } from '#shared/host/auth/page-origins.ts'
import { LOCAL_OPERATOR, makeLinkByName } from '#shared/sql/access/sign-in-link.ts'
import { openPostgres } from '#shared/sql/open.ts'
import { readArgs, UsageError, type Command } from '../command.ts'

const MINUTES_MAX = 24 * 60

export const command: Command = {
  name: 'link',
  summary: 'print a link that signs one browser in, once',
  help: `Usage: stonks link [--name NAME] [--minutes N] [--json]

Whoever can write to the record can make one: on this machine the user who ran \`up\`, in a cluster
who may run a command in query-api's pod. It is the way in before there is a passkey, and after the
last one was lost. On a page that others can reach it lets its person enrol a passkey and does no more.

Options
  --name NAME     who it signs in (default: ${LOCAL_OPERATOR}, an admin, who is made where there is none)
  --minutes N     how long it holds (default 15, at the most ${MINUTES_MAX})
  --json          print {"url", "endsAt"}

Example
  stonks link`,
  async run(args) {
    const { values } = readArgs(args, {
      options: {
        name: { type: 'string', default: LOCAL_OPERATOR },
        minutes: { type: 'string', default: '15' },
        json: { type: 'boolean', default: false },
      },
    })
    const minutes = Number(values.minutes)
    if (!Number.isSafeInteger(minutes) || minutes < 1 || minutes > MINUTES_MAX)
      throw new UsageError(`--minutes takes 1 to ${MINUTES_MAX}, found "${values.minutes}"`)
    const [origin] = readPageOrigins().origins
    const sql = openPostgres(undefined, 1)
    try {
      const link = await makeLinkByName(sql, { name: values.name, origin, minutes }, new Date())
      const text = `${link.url}\nIt signs in ${values.name}, once, within ${minutes} minutes.`
      process.stdout.write(`${values.json ? JSON.stringify(link) : text}\n`)
      return 0
    } finally {
      await sql.end({ timeout: 2 })
    }
  },
}
