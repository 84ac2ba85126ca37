/** The words of `stonks trading` by which money is made real, builds are accepted and books begin anew. */

import { beforeEach, describe, expect, test } from 'vitest'
import { deriveId } from '#shared/host/ids.ts'
import { lockBook } from '#shared/sql/trading/locks.ts'
import { command } from '../../../services/cli/commands/trading.ts'
import { putOrder } from '../../helpers/chain.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { NOON, seedAccount, seedFill, seedRecommendation } from '../../helpers/trading.ts'
import { serveEngine } from './engine-command.ts'

const { url, sql, as } = await cloneDatabase()
const runs = await serveEngine(as('stonks_trading'), url)
const run = (words: string) => runs(command, words.split(' ').filter(Boolean))
await seedAccount(sql)

test('the help names every word', () => {
  for (const word of 'status config pause halt consent accept-build reset account debug decisions performance order cancel change close breakers tier reserve'.split(
    ' ',
  ))
    expect(command.help).toMatch(new RegExp(`^ +.*\\b${word}\\b`, 'm'))
})

test.each([
  ['consent', '--reason says why'],
  ['consent take --reason x', 'consent takes nothing, or withdraw'],
  ['consent withdraw now --reason x', 'consent takes nothing, or withdraw'],
  ['consent withdraw', '--reason says why'],
  ['accept-build', 'it takes a part'],
  ['accept-build broker-adapter', '--reason says why'],
  ['reset all', 'reset takes paper or full'],
  ['reset paper full', 'reset takes paper or full'],
  ['account second', 'account takes nothing: the broker tells which it is'],
  ['change', 'it takes an order’s id'],
  ['cancel', 'it takes an order’s id'],
  ['reserve', 'it takes dollars'],
  ['status --by', 'argument'],
  ['toString', 'there is no word "toString"'],
])('%s is wrong use', async (words, says) => {
  const { code, err } = await run(words)
  expect([code, err]).toEqual([2, expect.stringContaining(says)])
})

const NOBODY = deriveId('an order', 'of nobody')
test.each([
  ['consent --reason x --yes', /paper|live/],
  ['consent withdraw --reason x', /consent/],
  ['accept-build pump --reason x --yes', /pump has said of no build/],
  [`change ${NOBODY} --quantity 2`, /order/i],
  [`cancel ${NOBODY}`, /order/i],
  [`decision ${NOBODY}`, /decision/i],
  ['change odd --quantity 2', /./],
  ['tier wild --reason x --yes', /tier|conservative/],
  ['reserve much --reason x --yes', /dollars/],
  ['reserve -999999 --reason x --yes', /reserve holds/],
  ['performance --range 9y', /range|1d/],
  ['decisions --limit many', /limit|whole number/],
])('%s is refused in words', async (words, says) => {
  const { code, err } = await run(words)
  expect([code, err]).toEqual([1, expect.stringMatching(says)])
  expect(err).not.toMatch(/undefined|\[object|^the trading engine said/)
})

test('a build of a part is accepted after it was named', async () => {
  await sql`insert into trading_builds (part, build, since) values ('broker-adapter', 'b2', now())`
  expect((await run('status')).out).toContain('build_mismatch')
  expect((await run('accept-build broker-adapter --reason tried')).err).toMatch(
    /by build b2.*say --yes/,
  )
  const { out } = await run('accept-build broker-adapter --reason tried --yes --by ann')
  expect(out).not.toContain('build_mismatch')
  expect(await sql`select accepted_by from trading_builds`).toEqual([{ acceptedBy: 'ann' }])
})

test('a limit that cannot be read is named, with what is wanted', async () => {
  await sql`update risk_configs set value = '"many"' where name = 'sectors_max'`
  const { out } = await run('status')
  expect(out).toMatch(
    /Nothing is bought until these are set:\nUNREADABLE.*\nsectorsMax +"many" +a number/,
  )
  await sql`update risk_configs set value = '10' where name = 'sectors_max'`
})

describe('reset', () => {
  beforeEach(() =>
    seedFill(sql, { id: 'a', ticker: 'AAA', side: 'buy', quantity: '2', price: '90' }),
  )

  test('tells first, waits for open orders, and is done by a yes and a reason', async () => {
    const decisionId = deriveId('reset', 'AAA')
    const recommendationId = await seedRecommendation(sql, { ticker: 'AAA' })
    const placed = {
      kind: 'exit' as const,
      side: 'sell' as const,
      code: 'stop_loss',
      checks: [] as never[],
      now: NOON,
    }
    const more = { ticker: 'AAA', decisionId, recommendationId }
    const orderId = await sql.begin((tx) => putOrder(tx, { ...placed, ...more }))
    await sql.begin(lockBook)
    const told = await run('reset --dry-run')
    expect(told.out).toContain(`Open, and to be cancelled first: sell 0.25`)
    expect(told.out).toMatch(/its \d positions?, its orders and its ledger stay as history/)
    expect((await run('reset --reason x --yes')).err).toMatch(
      /1 order open: have them cancelled first/,
    )
    expect((await run('reset --cancel-open --reason x')).code).toBe(0)
    expect(await sql`select cancel_reason from orders where order_id = ${orderId}`).toEqual([
      { cancelReason: 'by_hand' },
    ])
    await sql`update orders set state = 'canceled', closed_at = now() where order_id = ${orderId}`
    expect((await run('reset full --yes')).err).toMatch(/^--reason says why/)
    const done = await run('reset full --reason anew --yes --by ann')
    expect([done.err, done.out]).toEqual(['', expect.stringMatching(/\nDone\.$/)])
    expect((await run('status')).out).toContain('account_reset')
    expect((await run('reset --dry-run')).err).toBe('No account has been read yet')
  })
})
