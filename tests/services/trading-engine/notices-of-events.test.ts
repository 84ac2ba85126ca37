import { beforeEach, expect, test } from 'vitest'
import { openBreaker, resetBreaker } from '#shared/sql/risk/breakers.ts'
import type { Db, Sql, Tx } from '#shared/sql/open.ts'
import { changeTier } from '#shared/sql/trading/engine-config.ts'
import { pullKillSwitch } from '#shared/sql/trading/kill-switch.ts'
import { saveMode } from '#shared/sql/trading/mode.ts'
import { liftHold, setHold } from '#shared/sql/trading/standing.ts'
import { lookAround } from '../../../services/trading-engine/notifying/look-around.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { later, openEngineRig } from '../../helpers/engine.ts'
import { NOON, seedRecommendation } from '../../helpers/trading.ts'

const { sql, as } = await cloneDatabase()
const trading = as('stonks_trading')
const rig = openEngineRig(sql, trading)
beforeEach(async () => {
  await rig.reset()
  await sql`truncate notification_wishes, trading_holds`
})

const wishes = async () =>
  (
    await sql<{ kind: string; says: string }[]>`
      select kind, says from notification_wishes order by made_at, kind`
  ).map(({ kind, says }) => `${kind}: ${says}`)
const twice = async (db: Sql, does: (tx: Tx) => Promise<unknown>) => {
  await db.begin(does)
  await db.begin(does)
}

test('a hold that begins and one that ends, each once', async () => {
  const hold = { code: 'reconciliation', state: 'halted' as const, says: 'cash is apart', by: 'me' }
  await twice(trading, (tx) => setHold(tx, hold, NOON))
  await trading.begin((tx) => setHold(tx, { ...hold, says: 'still' }, later(1)))
  await twice(trading, (tx) => liftHold(tx, 'reconciliation', later(2)))
  await trading.begin((tx) =>
    setHold(tx, { ...hold, code: 'runaway', state: 'reducing' }, later(3)),
  )
  expect(await wishes()).toEqual([
    'books_differ: reconciliation: cash is apart (halted, by me)',
    'hold_lifted: reconciliation is lifted',
    'hold_set: runaway: cash is apart (reducing, by me)',
  ])
})

test('the kill switch, as the API presses it', async () => {
  await as('stonks_api').begin((tx) =>
    pullKillSwitch(tx, { by: 'ann', reason: 'odd prices' }, NOON),
  )
  expect(await wishes()).toEqual(['kill_switch: kill_switch: odd prices (halted, by ann)'])
})

test('a breaker that trips and is reset', async () => {
  const trip = {
    breaker: 'daily_loss' as const,
    ticker: null,
    closesAt: null,
    numbers: { lost: '3' },
  }
  const db: Db = trading
  await openBreaker(db, trip, NOON)
  await openBreaker(db, trip, later(1))
  const asked = { breaker: 'daily_loss' as const, ticker: null, by: 'ann', reason: 'seen' }
  await twice(trading, (tx) => resetBreaker(tx, asked, later(2)))
  expect(await wishes()).toEqual([
    'breaker_tripped: daily_loss tripped for all tickers by engine, until a person resets it: {"lost":"3"}',
    'breaker_reset: daily_loss was reset for all tickers by ann: seen',
  ])
})

test('another tier, and another mode', async () => {
  await trading.begin((tx) =>
    changeTier(tx, { from: 'moderate', to: 'conservative', reason: 'by_hand', numbers: {} }, NOON),
  )
  const [mode] = await sql<{ mode: string }[]>`select mode from trading_mode`
  const made = { mode: 'disabled' as const, claims: [], disagreements: [], build: '' }
  const account = { accountId: 'x', accountNumber: '' }
  await twice(trading, (tx) => saveMode(tx, { ...made, account }, later(1)))
  expect(await wishes()).toEqual([
    'tier_changed: The risk tier is conservative, it was moderate: by_hand',
    `mode_changed: The mode is disabled, it was ${mode!.mode}`,
  ])
  await sql`update trading_mode set mode = ${mode!.mode}`
})

test('an order that the broker refuses, and an exit that is sent', async () => {
  await seedRecommendation(sql, { ticker: 'AAA' })
  await rig.run(NOON)
  await rig.refuse(NOON, '403 insufficient buying power')
  expect(await wishes()).toEqual([
    expect.stringMatching(
      /^order_rejected: The broker refused to buy [\d.]+ AAA: 403 insufficient/,
    ),
  ])
  await sql`truncate notification_wishes`
  await seedRecommendation(sql, { ticker: 'BBB' })
  await rig.run(later(1))
  await rig.fillWaiting('BBB', '100', later(1))
  await rig.run(later(2))
  rig.prices.set('BBB', '60.000000')
  await rig.run(later(3))
  await rig.run(later(4))
  const exits = (await wishes()).filter((says) => says.startsWith('exit_sent'))
  expect(exits).toEqual([
    expect.stringMatching(/^exit_sent: BBB is sold, [\d.]+ shares at about 60/),
  ])
})

test('jobs that were given up, of one list once an hour', async () => {
  await sql`
    insert into jobs (job_id, list, payload, business_at, producer, state, settled_at, reason)
    select gen_random_uuid(), 'extraction', '{}', ${NOON}, 'hand', 'dead', clock_timestamp(), 'odd ' || place
    from generate_series(1, 3) as place`
  await lookAround(trading, NOON)
  await lookAround(trading, NOON)
  expect(await wishes()).toEqual([
    expect.stringMatching(
      /^dead_letters: 3 jobs of extraction were given up within the hour, the last: odd/,
    ),
  ])
})
