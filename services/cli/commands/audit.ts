/** `stonks audit`: lists who changed what, and follows the chain that shows whether the list is whole. */

import { shortened } from '#shared/domain/document/text/cut.ts'
import { readAudit, type AuditRecord } from '#shared/sql/access/audit.ts'
import { verifyAudit, type AuditVerdict, type Head } from '#shared/sql/access/verify-audit.ts'
import { openPostgres, type Sql } from '#shared/sql/open.ts'
import { readArgs, UsageError, type Command, type ExitCode } from '../command.ts'
import { formatTable } from '../table.ts'

export const command: Command = {
  name: 'audit',
  summary: 'list who changed what, or check that nobody changed the list',
  help: `Usage: stonks audit list [--limit N] [--actor NAME] [--json]
       stonks audit verify [--head PLACE:HASH] [--json]

Each row carries a hash over itself and the hash of the row before it. verify computes all of them
again and names the first row that does not hold: changed, deleted, moved, forged, or cut off at
the end. Rows that retention took are followed by the digest that is left of them.

Who owns the database can write the whole chain anew. Note the head that verify prints somewhere
else, and give it back later: the chain must still pass through it.

Options
  --limit N           how many to list, newest first (default 50)
  --actor NAME        those of one actor
  --head PLACE:HASH   a head noted before
  --json              print {"rows": […]}, or {"checked", "forgotten", "head", "fault"}

Exit codes: 1 when the chain does not hold.

Example
  stonks audit verify`,
  async run(args) {
    const { values, positionals } = readArgs(args, {
      allowPositionals: true,
      options: {
        limit: { type: 'string', default: '50' },
        actor: { type: 'string' },
        head: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    })
    const limit = Number(values.limit)
    if (!Number.isSafeInteger(limit) || limit < 1)
      throw new UsageError(`--limit takes a number from 1, found "${values.limit}"`)
    const noted = values.head === undefined ? undefined : readHead(values.head)
    const [what, ...surplus] = positionals
    if (surplus.length > 0 || (what !== 'list' && what !== 'verify'))
      throw new UsageError('audit takes list or verify')
    const sql = openPostgres(undefined, 1)
    try {
      return what === 'list'
        ? await list(sql, { limit, actor: values.actor }, values.json)
        : report(await verifyAudit(sql, noted), values.json)
    } finally {
      await sql.end({ timeout: 2 })
    }
  },
}

/** @throws UsageError when it is no place and hash. */
function readHead(text: string): Head {
  const [, place, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? []
  if (place === undefined || hash === undefined)
    throw new UsageError(`--head takes PLACE:HASH as verify prints it, found "${text}"`)
  return { position: Number(place), hash }
}

async function list(
  sql: Sql,
  filter: { limit: number; actor: string | undefined },
  json: boolean,
): Promise<ExitCode> {
  const rows = await readAudit(sql, filter)
  if (json) console.log(JSON.stringify({ rows }))
  else if (rows.length === 0) console.log('Nobody has changed anything yet.')
  else
    console.log(
      formatTable(
        ['id', 'at', 'who', 'from', 'action', 'subject', 'outcome', 'why'],
        rows.map(cells),
      ),
    )
  return 0
}

function cells(row: AuditRecord): (string | number)[] {
  const { auditId, at, actor, from, action, subject, outcome, reason } = row
  const words = [actor, from, action, subject, outcome, reason].map((word) =>
    shortened(word.replaceAll(/\s+/g, ' '), 60),
  )
  return [auditId, at.toISOString().slice(0, 19), ...words]
}

function report({ checked, forgotten, head, fault }: AuditVerdict, json: boolean): ExitCode {
  if (json) console.log(JSON.stringify({ checked, forgotten, head, fault: fault ?? null }))
  else {
    console.log(`${checked} rows checked, and ${forgotten} digests of rows that retention took.`)
    if (fault) console.log(`Broken at ${placeOf(fault)}: ${fault.says}.`)
    else console.log(`The chain holds. Its head is ${head.position}:${head.hash}`)
  }
  return fault ? 1 : 0
}

function placeOf({ auditId, position }: NonNullable<AuditVerdict['fault']>): string {
  if (auditId !== null) return `row ${auditId}`
  return `place ${position ?? 'none'} of the chain`
}
