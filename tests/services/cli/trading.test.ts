import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { rules } from '#shared/domain/rules/versions.ts'
import { openApi } from '#shared/host/api/router.ts'
import { openSigned } from '#shared/host/api/signed.ts'
import { toRequest } from '#shared/host/request.ts'
import { openKeep } from '#shared/sql/access/keep-change.ts'
import { UsageError } from '../../../services/cli/command.ts'
import { command as checks } from '../../../services/cli/commands/checks.ts'
import { command as trading } from '../../../services/cli/commands/trading.ts'
import { answerEngine } from '../../../services/trading-engine/routes.ts'
import { clearAudit } from '../../helpers/audit.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { NOON, seedAccount, seedCompany, seedFill } from '../../helpers/trading.ts'

const { url, sql, as } = await cloneDatabase()
const own = as('stonks_trading')
const clock = { mode: 'real' as const, speed: 1, now: () => NOON }
const SECRET = 'a secret of this test file, long enough'
const prices = new Map([['AAA', { price: '100', at: NOON }]])
const answer = openApi({
  service: 'trading-engine',
  answers: answerEngine({ sql: own, clock, rules, latestTrades: () => Promise.resolve(prices) }),
  authenticate: openSigned(SECRET),
  keep: openKeep(own, clock),
})
/** The engine as its callers reach it: over HTTP, by signature alone. */
const server = createServer((request, response) => {
  void (async () => {
    const reply = await answer(await toRequest(request))
    response.writeHead(reply.status, Object.fromEntries(reply.headers)).end(await reply.text())
  })()
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
const engine = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

/** Runs a command in this process, as main.ts would; wrong use is 2, a no is 1. */
async function stonks(words: string, env: Record<string, string> = {}) {
  const given = { DATABASE_URL: url, SERVICE_SECRET: SECRET, TRADING_ENGINE_URL: engine, ...env }
  for (const [name, value] of Object.entries(given)) vi.stubEnv(name, value)
  const out = vi.spyOn(console, 'log').mockReturnValue()
  const err = vi.spyOn(console, 'error').mockReturnValue()
  const linesOf = ({ mock }: typeof out) => mock.calls.map(([line]) => String(line)).join('\n')
  const [name, ...args] = words.split(' ')
  try {
    const code = await (name === 'checks' ? checks : trading).run(args)
    return { code, out: linesOf(out), err: linesOf(err) }
  } catch (fault) {
    const code = fault instanceof UsageError ? 2 : 1
    return { code, out: linesOf(out), err: (fault as Error).message }
  } finally {
    vi.restoreAllMocks()
    vi.unstubAllEnvs()
  }
}
const jsonOf = async (words: string) =>
  JSON.parse((await stonks(`${words} --json`)).out) as Record<string, unknown>

beforeEach(async () => {
  await sql`truncate jobs, trading_decisions, order_fills, positions, broker_accounts, companies,
    trading_holds, circuit_breaker_events, reserve_pool_ledger, orders cascade`
  await clearAudit(sql)
  await seedAccount(sql, '10000')
  await seedCompany(sql, 'AAA', 'Technology')
})

test('says how trading stands, for people and as JSON', async () => {
  const { code, out } = await stonks('trading')
  expect(code).toBe(0)
  expect(out).toMatch(/^Trading is paper and active\./)
  expect(out).toMatch(/positions_max +0 +10 +10/)
  expect(await jsonOf('trading status')).toMatchObject({ state: 'active', mode: 'paper' })
})

test('tells an order before it asks for it, and asks whether it may', async () => {
  const told = await stonks('trading order buy AAA --notional 250 --dry-run')
  expect(told.out).toMatch(/^buy 2\.5 AAA \(market\) at about 100, 250 dollars\.\nIt passes all/)
  expect(await sql`select from jobs`).toEqual([])
  const unasked = await stonks('trading order buy AAA --notional 250')
  expect(unasked).toMatchObject({ code: 2 })
  expect(unasked.err).toMatch(/Nobody is there to ask: say --yes$/)
  expect(await sql`select from jobs`).toEqual([])
  const sent = await stonks('trading order buy AAA --notional 250 --yes --by ann --reason hunch')
  expect(sent.out).toMatch(/Asked for: decision /)
  expect(await sql`select actor, reason from audit_events where reason <> ''`).toEqual([
    { actor: 'ann', reason: 'hunch' },
  ])
  expect(await sql`select payload ->> 'quantity' as quantity from jobs`).toEqual([
    { quantity: '2.5' },
  ])
})

test('a no of the engine is 1, in its words', async () => {
  expect(await stonks('trading close ZZZ --yes')).toMatchObject({
    code: 1,
    err: 'Nothing of ZZZ is held that is not on its way out',
  })
  expect(
    await stonks('trading status', { TRADING_ENGINE_URL: 'http://127.0.0.1:9' }),
  ).toMatchObject({
    code: 1,
    err: expect.stringMatching(/does not answer/) as string,
  })
})

test.each([
  ['trading dance', 'there is no word "dance"'],
  ['trading order hold AAA', 'order takes buy or sell'],
  ['trading tier', 'it takes a tier'],
  ['trading tier moderate --yes', '--reason says why'],
  ['trading config positionCap', 'config takes NAME=VALUE'],
  ['trading breakers mend', 'breakers takes trip'],
  ['trading --colour red', 'Unknown option'],
])('%s is wrong use', async (words, says) => {
  const { code, err } = await stonks(words)
  expect(code).toBe(2)
  expect(err).toContain(says)
})

test('closes one position and all of them', async () => {
  await seedFill(sql, { id: 'a', ticker: 'AAA', side: 'buy', quantity: '3', price: '90' })
  expect((await stonks('trading close aaa --dry-run')).out).toMatch(/^sell 3 AAA/)
  expect((await stonks('trading close --all --dry-run')).out).toMatch(/^Would be closed:\nTICKER/)
  expect((await stonks('trading close --all --yes')).out).toMatch(/^Asked for:/)
  expect(await sql`select payload ->> 'side' as side from jobs`).toEqual([{ side: 'sell' }])
})

test('changes settings and shows what they were', async () => {
  const changed = await stonks('trading config positionCap=44 enabled=true --yes --reason less')
  expect(changed.out).toMatch(/positionCap +44 +a person/)
  expect((await stonks('trading config history --limit 1')).out).toContain('less')
  expect(await stonks('trading config siphonPct=7 --yes')).toMatchObject({ code: 1 })
})

test('halts by the record alone, while the engine is away', async () => {
  const away = { TRADING_ENGINE_URL: 'http://127.0.0.1:9' }
  const halted = await stonks('trading halt --by ann --reason odd', away)
  expect(halted.out).toMatch(
    /^Trading is paper and halted\.\n\nHOLD.*\nkill_switch +halted +\S+ +person +odd$/,
  )
  expect(await stonks('trading release --yes', away)).toMatchObject({ code: 2 })
  expect((await stonks('trading release --yes --reason mended', away)).out).toMatch(/active/)
  expect(await sql`select actor, action from audit_events order by audit_event_id`).toEqual([
    { actor: 'ann', action: 'trading_halted' },
    { actor: 'operator', action: 'trading_released' },
  ])
})

test('pauses, resumes, opens and resets a breaker, moves the reserve', async () => {
  expect((await stonks('trading pause --reason lunch')).out).toMatch(/paused +reducing/)
  expect((await stonks('trading resume --yes')).out).toMatch(/active/)
  expect((await stonks('trading breakers trip AAA --minutes 5 --reason odd')).out).toMatch(
    /manual +AAA/,
  )
  expect((await stonks('trading breakers reset manual AAA --yes --reason well')).out).toBe(
    'No breaker is open.',
  )
  expect((await stonks('trading reserve 25 --yes --reason rain')).out).toBe(
    'The reserve holds 25 dollars.',
  )
  expect((await stonks('trading performance')).out).toMatch(/0 trades ended/)
})

test('says that no check has stopped anything yet', async () => {
  expect((await stonks('checks')).out).toBe('No check has stopped a purchase yet.')
  expect(await jsonOf('checks --days 7')).toMatchObject({ checks: [] })
})
