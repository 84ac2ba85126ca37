import { beforeEach, expect, test } from 'vitest'
import { command as checks } from '../../../services/cli/commands/checks.ts'
import { command as trading } from '../../../services/cli/commands/trading.ts'
import { clearAudit } from '../../helpers/audit.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { seedAccount, seedCompany, seedFill } from '../../helpers/trading.ts'
import { serveEngine } from './engine-command.ts'

const { url, sql, as } = await cloneDatabase()
const runs = await serveEngine(as('stonks_trading'), url)
const stonks = (words: string, env?: Record<string, string>) => {
  const [name, ...args] = words.split(' ')
  return runs(name === 'checks' ? checks : trading, args, env)
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
