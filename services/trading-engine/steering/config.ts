/** How a person sets the engine: settings as versions, the tier, the reserve. */

import { Big } from 'big.js'
import type { Unreadable } from '#shared/contracts/api/unreadable.ts'
import { shownUnreadable } from '#shared/domain/trading/unreadable.ts'
import { isRoleAtLeast, type Principal } from '#shared/contracts/api/principal.ts'
import type { Answers } from '#shared/contracts/api/route.ts'
import type { configRoutes } from '#shared/contracts/api/trading-config.ts'
import { RISK_TIERS } from '#shared/contracts/sets.ts'
import {
  contactNames,
  readableSettings,
  settingNames,
  unsoundSetting,
  type SettingName,
} from '#shared/contracts/trading-settings.ts'
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
  allOf,
  listVersions,
  lockSettings,
  readStated,
  saveSettings,
  type StatedVersion,
} from '#shared/sql/trading/settings.ts'

type Parts = { sql: Sql; clock: Clock }
/** Versions that are listed at most. */
const VERSIONS_MAX = 500

export function answerConfig({ sql, clock }: Parts): Answers<typeof configRoutes> {
  return {
    'GET /api/trading/config': async ({ by }) => shownSettings(await readStated(sql), by),
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

/** Where people are reached is for admins; others see whether it is set. */
function masked<T extends Partial<TradingSettings>>(settings: T): T {
  const told = contactNames.filter((name) => settings[name]).map((name) => [name, 'set'])
  return { ...settings, ...(Object.fromEntries(told) as Partial<T>) }
}

/** A version with what can be read of it, and each setting that cannot. */
export function shownSettings({ odd, settings, byHand, ...version }: StatedVersion, by: Principal) {
  const isAdmin = 'role' in by && isRoleAtLeast(by.role, 'admin')
  return {
    ...version,
    settings: isAdmin ? settings : masked(settings),
    unreadable: isAdmin ? odd.map(shownUnreadable) : shownOdd({ odd }),
    byHand: settingNames.filter((name) => byHand.includes(name)),
  }
}

/** What cannot be read, for everybody. */
export function shownOdd({ odd }: Pick<StatedVersion, 'odd'>): Unreadable[] {
  const isContact = (name: string) => contactNames.some((contact) => contact === name)
  return odd.map((one) =>
    shownUnreadable(
      isContact(one.name) && one.found !== undefined ? { ...one, found: 'set' } : one,
    ),
  )
}

/**
 * Sets what is named. What could not be read stays as it is until it is named, so that what is safe can
 * be set at any moment; names that nobody knows go.
 *
 * @throws Refusal of what it would make unsound, of an old version, and of risk that nobody confirmed:
 *   entries begin again once the last is mended.
 */
async function change(
  tx: Tx,
  asked: AskedOf<'PUT /api/trading/config'>,
  now: Date,
): Promise<StatedVersion> {
  const { settings: some, version, reason } = asked.body
  await lockSettings(tx)
  const newest = await readStated(tx)
  if (version !== undefined && version !== newest.version)
    throw new Refusal(409, `Version ${newest.version} is in force by now, not ${version}`)
  const before = allOf(newest)
  const after = { ...before, ...some }
  const wasOdd = new Set(newest.odd.map(({ name }) => name))
  const read = readableSettings(after)
  const unsound = read.odd.find(({ name }) => Object.hasOwn(some, name) || !wasOdd.has(name))
  if (unsound) throw new Refusal(422, unsoundSetting(unsound, 'trading settings').message)
  const changed = settingsChanged(before, after)
  const mended = newest.odd.length > read.odd.length
  if (changed.length === 0 && !mended) return newest
  if (mended || raisesRisk(newest.settings, read.settings)) asked.askStepUp()
  const byHand = [...new Set([...newest.byHand, ...changed])].sort()
  const by = nameOf(asked.by)
  await saveSettings(tx, { settings: after, byHand, changedBy: by, changedAt: now, reason })
  await setElsewhere(tx, { changed, before, after: read.settings }, asked, now)
  const of = (settings: Record<string, unknown>) =>
    masked(Object.fromEntries(changed.map((name) => [name, settings[name]])))
  const told = { subject: 'trading settings', before: of(before), after: of(after), reason }
  await keepChange(tx, asked, told, now)
  return readStated(tx)
}

/** Of those that could be read before and after. */
function raisesRisk(before: Partial<TradingSettings>, after: Partial<TradingSettings>): boolean {
  const both = { ...after, ...before } as TradingSettings
  return settingsRaisingRisk(both, { ...both, ...after }).length > 0
}

/** The tier and the most positions stand in tables of their own. */
async function setElsewhere(
  tx: Tx,
  {
    changed,
    before,
    after,
  }: {
    changed: readonly SettingName[]
    before: Record<string, unknown>
    after: Partial<TradingSettings>
  },
  asked: AskedOf<'PUT /api/trading/config'>,
  now: Date,
): Promise<void> {
  const { riskTier: to, positionsMax } = after
  if (changed.includes('riskTier') && to) {
    const from = before['riskTier'] as typeof to
    await changeTier(tx, { from, to, reason: 'by_hand', numbers: {} }, now)
  }
  const { by } = asked
  const why = { by: nameOf(by), byId: 'id' in by ? by.id : '', reason: asked.body.reason }
  if (changed.includes('positionsMax') && positionsMax)
    await limitPositions(tx, positionsMax, why, now)
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
