/** How a person sets the engine: settings as versions, the tier, the reserve. */

import { Big } from 'big.js'
import { isRoleAtLeast, type Principal } from '#shared/contracts/api/principal.ts'
import type { Answers } from '#shared/contracts/api/route.ts'
import type { configRoutes } from '#shared/contracts/api/trading-config.ts'
import { RISK_TIERS } from '#shared/contracts/sets.ts'
import { parseTradingSettings, type SettingName } from '#shared/contracts/trading-settings.ts'
import {
  settingsChanged,
  settingsRaisingRisk,
  type TradingSettings,
} from '#shared/domain/trading/settings.ts'
import type { Clock } from '#shared/host/clock.ts'
import { Refusal } from '#shared/host/refusal.ts'
import { keepChange } from '#shared/sql/access/keep-change.ts'
import { nameOf } from '#shared/sql/access/audit.ts'
import type { Sql, Tx } from '#shared/sql/open.ts'
import { limitPositions } from '#shared/sql/risk/limits.ts'
import { changeTier, readEngineConfig } from '#shared/sql/trading/engine-config.ts'
import { addToReserve, readReserve } from '#shared/sql/trading/reserve.ts'
import {
  listVersions,
  lockSettings,
  readNewest,
  saveSettings,
  type SettingsVersion,
} from '#shared/sql/trading/settings.ts'

type Parts = { sql: Sql; clock: Clock }
/** Versions that are listed at most. */
const VERSIONS_MAX = 500

export function answerConfig({ sql, clock }: Parts): Answers<typeof configRoutes> {
  return {
    'GET /api/trading/config': async ({ by }) => shownSettings(await readNewest(sql), by),
    'PUT /api/trading/config': (asked) =>
      sql.begin(async (tx) => shownSettings(await change(tx, asked, clock.now()), asked.by)),
    'GET /api/trading/config/history': async ({ by }) =>
      (await listVersions(sql, VERSIONS_MAX)).map((version) => shownSettings(version, by)),
    'PUT /api/trading/tier': (asked) => sql.begin((tx) => setTier(tx, asked, clock.now())),
    'POST /api/trading/reserve': (asked) => sql.begin((tx) => moveReserve(tx, asked, clock.now())),
  }
}

type Routes = Answers<typeof configRoutes>
type AskedOf<K extends keyof Routes> = Parameters<Routes[K]>[0]

const CONTACTS = ['snsTopicArn', 'snsPhoneNumber', 'gmailSender', 'gmailRecipient'] as const

/** Where people are reached is for admins; others see whether it is set. */
function masked<T extends Partial<TradingSettings>>(settings: T): T {
  const told = CONTACTS.filter((name) => settings[name]).map((name) => [name, 'set'])
  return { ...settings, ...(Object.fromEntries(told) as Partial<T>) }
}

export function shownSettings(
  version: SettingsVersion,
  by: Principal,
): SettingsVersion & { byHand: SettingName[] } {
  const settings =
    'role' in by && isRoleAtLeast(by.role, 'admin') ? version.settings : masked(version.settings)
  return { ...version, settings, byHand: version.byHand as SettingName[] }
}

/** @throws Refusal of what is no sound whole, of an old version, and of risk that nobody confirmed. */
async function change(
  tx: Tx,
  asked: AskedOf<'PUT /api/trading/config'>,
  now: Date,
): Promise<SettingsVersion> {
  const { settings: some, version, reason } = asked.body
  await lockSettings(tx)
  const newest = await readNewest(tx)
  if (version !== undefined && version !== newest.version)
    throw new Refusal(409, `Version ${newest.version} is in force by now, not ${version}`)
  const { settings: before } = newest
  const after = wholeOf({ ...before, ...some } as TradingSettings)
  const changed = settingsChanged(before, after)
  if (changed.length === 0) return newest
  if (settingsRaisingRisk(before, after).length > 0) asked.askStepUp()
  const byHand = [...new Set([...newest.byHand, ...changed])].sort()
  await saveSettings(tx, {
    settings: after,
    byHand,
    changedBy: nameOf(asked.by),
    changedAt: now,
    reason,
  })
  const { riskTier, positionsMax } = after
  if (changed.includes('riskTier'))
    await changeTier(
      tx,
      { from: before.riskTier, to: riskTier, reason: 'by_hand', numbers: {} },
      now,
    )
  const why = { by: nameOf(asked.by), byId: 'id' in asked.by ? asked.by.id : '', reason }
  if (changed.includes('positionsMax')) await limitPositions(tx, positionsMax, why, now)
  const of = (settings: TradingSettings) =>
    masked(Object.fromEntries(changed.map((name) => [name, settings[name]])))
  const told = { subject: 'trading settings', before: of(before), after: of(after), reason }
  await keepChange(tx, asked, told, now)
  return readNewest(tx)
}

function wholeOf(settings: TradingSettings): TradingSettings {
  try {
    return parseTradingSettings(settings)
  } catch (cause) {
    throw new Refusal(422, (cause as Error).message, 'refused', {}, { cause })
  }
}

async function setTier(tx: Tx, asked: AskedOf<'PUT /api/trading/tier'>, now: Date) {
  const { tier: to, reason } = asked.body
  await lockSettings(tx)
  const { riskTier: from } = await readEngineConfig(tx)
  if (RISK_TIERS.indexOf(to) > RISK_TIERS.indexOf(from)) asked.askStepUp()
  if (from !== to) await changeTier(tx, { from, to, reason: 'by_hand', numbers: {} }, now)
  await keepChange(tx, asked, toldOf('risk tier', { tier: from }, { tier: to }, reason), now)
  return { from, to }
}

/** What leaves the reserve may be traded with again: that is confirmed, and never more than is there. */
async function moveReserve(tx: Tx, asked: AskedOf<'POST /api/trading/reserve'>, now: Date) {
  const { amount, reason } = asked.body
  const moved = new Big(amount)
  if (moved.eq(0)) throw new Refusal(422, 'Move into the reserve: 0 dollars move nothing')
  if (moved.lt(0)) asked.askStepUp()
  const before = await readReserve(tx)
  const after = new Big(before).plus(moved)
  if (after.lt(0))
    throw new Refusal(409, `The reserve holds ${before}, less than ${moved.abs().toFixed()}`)
  const entry = { amount: moved.toFixed(), trigger: 'by_hand' as const, executionId: null }
  await addToReserve(tx, entry, now)
  const told = toldOf('reserve', { reserve: before }, { reserve: after.toFixed() }, reason)
  await keepChange(tx, asked, told, now)
  return { reserve: after.toFixed(), moved: moved.toFixed() }
}

const toldOf = (
  subject: string,
  before: Record<string, string>,
  after: Record<string, string>,
  reason: string,
) => ({ subject, before, after, reason })
