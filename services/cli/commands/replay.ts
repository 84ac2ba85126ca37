/** `stonks replay`: replays the decisions of a day from the record, and signs what came of it. */

import type { ParityBody } from '#shared/contracts/api/parity.ts'
import { openObjects } from '#shared/clients/objects/store.ts'
import { newYorkDate } from '#shared/domain/market/calendar.ts'
import { readParity, signParity } from '#shared/explain/parity/certificate.ts'
import { replayDay } from '#shared/explain/parity/replay-day.ts'
import { readAuthKeys } from '#shared/host/auth/keys.ts'
import { openClock } from '#shared/host/clock.ts'
import { readEnv } from '#shared/host/env.ts'
import { openPostgres, type Sql } from '#shared/sql/open.ts'
import { appendAudit, commandActor } from '#shared/sql/access/audit.ts'
import { readCertificate, saveCertificate } from '#shared/sql/provenance/certificates.ts'
import { keptFrom } from '#shared/sql/retention/windows.ts'
import { readArgs, UsageError, type Command, type ExitCode } from '../command.ts'
import { exitOfReplay, tellParity } from '../replay/tell.ts'

const help = `Usage: stonks replay DAY [--certify] [--by NAME] [--json]
       stonks replay DAY --check [--json]

Replays what was decided on a New York day: judges each decision whose inputs
were kept again, by the code that decided, and compares what comes out with the
record, field by field. What was decided to act on is followed
down: recommendation, trend, signals, and its documents read again, a model's
replies out of their store. Nothing is asked of a model, a broker or a market.

  DAY        such as 2026-01-07
  --certify  sign what came of it and keep it, beside earlier certificates of the
             day; the day must be over in New York
  --by NAME  who certifies, for the audit (default operator)
  --check    say what the newest kept certificate of the day says, and whether
             its signature is of it
  --json     print the body, or the certificate
  --help     this text

Exit code: 0 all that could be replayed came out the same, 1 something differs,
a recommendation was not decided on and nothing is known to have held trading,
nothing of a day with decisions could be replayed, or the certificate is forged
or missing, 2 wrong use. What cannot be replayed is listed with its cause and is
no difference.

Example: stonks replay 2026-01-07 --certify
`

export const command: Command = {
  name: 'replay',
  summary: 'replays the decisions of a day and compares them with the record',
  help,
  async run(args) {
    const { values, positionals } = readArgs(args, {
      options: {
        by: { type: 'string', default: 'operator' },
        certify: { type: 'boolean', default: false },
        check: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
      allowPositionals: true,
    })
    const [day, ...surplus] = positionals
    if (day === undefined || surplus.length > 0) throw new UsageError('replay takes one day')
    if (!isDay(day)) throw new UsageError(`a day is such as 2026-01-07, found "${day}"`)
    if (values.check && values.certify)
      throw new UsageError('either --check or --certify, not both')
    if (!values.by) throw new UsageError('--by takes a name')
    if (values.check) return check(day, values.json)
    const clock = openClock()
    const today = newYorkDate(clock.now())
    if (day > today) throw new UsageError(`${day} is still to come`)
    if (values.certify && day === today)
      throw new UsageError(`${day} is not over in New York: it can be replayed, and not certified`)
    const sql = openPostgres()
    try {
      const asOf = clock.now()
      const inputsFrom = keptFrom('decision_inputs', asOf, readEnv('RETENTION_DAYS'))
      const parts = { sql, objects: openObjects(), build: readEnv('BUILD'), inputsFrom, asOf }
      const body = await replayDay(parts, day)
      if (values.certify) {
        const made = await certify(sql, body, { by: values.by, now: clock.now() })
        const text = `${tellParity(body)}Signed ${made.signature}\n`
        print(values.json, made, text)
      } else print(values.json, body, tellParity(body))
      return exitOfReplay(body)
    } finally {
      await sql.end({ timeout: 2 })
    }
  },
}

/** Keeps the certificate and tells the audit, both or neither. */
async function certify(sql: Sql, body: ParityBody, { by, now }: { by: string; now: Date }) {
  const keys = readAuthKeys()
  const made = signParity(keys, body, now)
  const { day: subject, decisions, equal, different, notReplayed, missing } = body
  await sql.begin(async (tx) => {
    await saveCertificate(tx, made)
    await appendAudit(tx, {
      by: commandActor(by),
      action: 'certify_replay',
      does: 'replays the decisions of a day and signs what came of it',
      subject,
      after: { decisions, equal, different, notReplayed, missing: missing?.all ?? 0 },
      now,
    })
  })
  return readParity(keys, made)
}

/** What was kept of the day, and whether it is what was signed. */
async function check(day: string, json: boolean): Promise<ExitCode> {
  const sql = openPostgres(undefined, 1)
  try {
    const row = await readCertificate(sql, day)
    if (!row) {
      process.stderr.write(`There is no certificate of ${day}.\n`)
      return 1
    }
    const certificate = readParity(readAuthKeys(), row)
    const { isGenuine, body, keyId } = certificate
    const says = isGenuine
      ? `The signature is of this certificate, by key ${keyId}.`
      : `The signature is not of this certificate, or made with another secret (key ${keyId}).`
    print(json, certificate, `${tellParity(body)}${says}\n`)
    return isGenuine ? exitOfReplay(body) : 1
  } finally {
    await sql.end({ timeout: 2 })
  }
}

function print(json: boolean, whole: unknown, text: string): void {
  process.stdout.write(json ? `${JSON.stringify(whole)}\n` : text)
}

function isDay(text: string): boolean {
  return (
    /^\d{4}-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text
  )
}
