import { beforeEach, expect, test, vi } from 'vitest'
import * as v from 'valibot'
import { AuditChain, AuditRow, auditRoutes } from '#shared/contracts/api/audit.ts'
import { appendAudit, commandActor } from '#shared/sql/access/audit.ts'
import { UsageError } from '../../../services/cli/command.ts'
import { command } from '../../../services/cli/commands/audit.ts'
import { answerAudit } from '../../../services/query-api/audit/routes.ts'
import { clearAudit, withoutGuards } from '../../helpers/audit.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { asking } from '../../helpers/principals.ts'

const { url, sql } = await cloneDatabase()
const now = new Date('2024-03-14T16:00:00Z')

beforeEach(async () => {
  await clearAudit(sql)
  for (const subject of ['one', 'two', 'three'])
    await sql.begin((tx) =>
      appendAudit(tx, { by: commandActor('alice'), action: 'changes', subject, now, reason: 'so' }),
    )
})

async function audit(words: string) {
  vi.stubEnv('DATABASE_URL', url)
  const out = vi.spyOn(console, 'log').mockReturnValue()
  try {
    const code = await command.run(words.split(' '))
    return { code, out: out.mock.calls.map(([line]) => String(line)).join('\n') }
  } finally {
    vi.restoreAllMocks()
    vi.unstubAllEnvs()
  }
}

test('a chain that holds: how many rows, and its head to note', async () => {
  const { code, out } = await audit('verify')
  expect(code).toBe(0)
  expect(out).toMatch(/^3 rows checked, and 0 digests/)
  const head = /Its head is (3:[0-9a-f]{64})$/.exec(out)?.[1]
  expect(await audit(`verify --head ${head}`)).toMatchObject({ code: 0 })
  expect((await audit(`verify --head 2:${'0'.repeat(64)}`)).code).toBe(1)
})

test('a chain that does not: the first broken row by its id, what differs, and exit code 1', async () => {
  const [row] = await sql<{ id: number }[]>`
    select audit_event_id as id from audit_events where position = 2`
  await withoutGuards(sql, [`update audit_events set reason = 'else' where position = 2`])
  const { code, out } = await audit('verify')
  expect(code).toBe(1)
  expect(out).toContain(`Broken at row ${row!.id}: what it says is not what was written`)
  expect(JSON.parse((await audit('verify --json')).out)).toMatchObject({
    checked: 1,
    fault: { auditId: row!.id, position: 2 },
  })
})

test('lists rows, newest first', async () => {
  const { code, out } = await audit('list --limit 2')
  expect(code).toBe(0)
  const lines = out.split('\n')
  expect(lines).toHaveLength(3)
  expect(lines[1]).toMatch(/alice +command line +changes +three +done +so$/)
})

test.each(['', 'show', 'list verify', 'verify --head 3', 'list --limit 0'])(
  'wrong use: "%s"',
  async (words) => {
    await expect(audit(words)).rejects.toThrow(UsageError)
  },
)

test('the API’s answer is what its contract says', async () => {
  const route = auditRoutes['GET /api/audit']
  const ask = async (query: Record<string, string>) =>
    v.parse(
      v.array(AuditRow),
      JSON.parse(
        JSON.stringify(
          await answerAudit({ sql })['GET /api/audit']({
            ...asking('GET /api/audit'),
            query: v.parse(route.query, query),
          }),
        ),
      ),
    )
  const [three, two] = await ask({ limit: '2' })
  expect([three!.subject, two!.subject]).toEqual(['three', 'two'])
  expect((await ask({ after: String(two!.auditId) })).map((row) => row.subject)).toEqual(['one'])
  expect(await ask({ actor: 'bob' })).toEqual([])
})

test('the API says whether the chain holds, and where it does not', async () => {
  const ask = async () =>
    v.parse(
      AuditChain,
      await answerAudit({ sql })['GET /api/audit/chain'](asking('GET /api/audit/chain')),
    )
  expect(await ask()).toMatchObject({ checked: 3, forgotten: 0, fault: null })
  await withoutGuards(sql, [`update audit_events set reason = 'else' where position = 2`])
  expect((await ask()).fault?.says).toContain('what it says is not what was written')
})
