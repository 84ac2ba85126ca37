/**
 * What the engine's settings mean: the cap of a position by the account's size, and which changes
 * of them raise risk, so that a person confirms those with their passkey.
 */

import { RISK_TIERS } from '../../contracts/sets.ts'
import {
  settingNames,
  type SettingName,
  type EngineSettings,
} from '../../contracts/trading-settings.ts'
import { greatest, multiply, roundTo } from '../money.ts'

export type TradingSettings = EngineSettings

const capDefaults = {
  /** Dollars a position may be worth in the smallest account, and the share of equity in a larger one. */
  least: '50',
  equityShare: '0.05',
}

/** Dollars a position may be worth: as set, else by the account's size. Source: docs/FORMULAS.md, Sizing. */
export function positionCapOf(
  { positionCap }: Pick<EngineSettings, 'positionCap'>,
  equity: string,
): string {
  if (positionCap !== null) return positionCap
  return roundTo(greatest(capDefaults.least, multiply(equity, capDefaults.equityShare)), 2)
}

/** Which way of changing a setting raises risk; `any` where neither way is known to be the safe one. */
const RAISES: Readonly<Record<SettingName, 'more' | 'less' | 'any'>> = {
  enabled: 'more',
  riskTier: 'more',
  siphonPct: 'less',
  reserveHighWaterPct: 'less',
  pollingSeconds: 'more',
  stopCheckSeconds: 'more',
  fastStopSeconds: 'more',
  restingStops: 'less',
  gradualTranches: 'less',
  gradualThreshold: 'more',
  positionCap: 'any',
  poolMin: 'less',
  emergencyDrawdownPct: 'more',
  microEnabled: 'more',
  microSeconds: 'less',
  microPctMax: 'more',
  microDailyMax: 'more',
  microHoldMinutes: 'more',
  positionsMax: 'more',
  // Who hears of trouble is part of what keeps it small.
  snsTopicArn: 'any',
  snsPhoneNumber: 'any',
  gmailSender: 'any',
  gmailRecipient: 'any',
}

/** The settings that differ, in their order; what stands there may be unsound. */
export function settingsChanged(before: Stated, after: Stated): SettingName[] {
  return settingNames.filter((name) => before[name] !== after[name])
}

type Stated = { readonly [Name in SettingName]?: unknown }

/** The changed settings that raise risk. */
export function settingsRaisingRisk(before: EngineSettings, after: EngineSettings): SettingName[] {
  return settingsChanged(before, after).filter((name) => raises(name, before, after))
}

function raises(name: SettingName, before: EngineSettings, after: EngineSettings): boolean {
  // A cap by the account's size may be above or below any number; between numbers less is safer.
  const way = name === 'positionCap' && before[name] && after[name] ? 'more' : RAISES[name]
  if (way === 'any') return true
  const [from, to] = [before, after].map((settings) => heightOf(name, settings))
  return way === 'more' ? to! > from! : to! < from!
}

/** A setting as a number to compare by. */
function heightOf(name: SettingName, settings: EngineSettings): number {
  return name === 'riskTier' ? RISK_TIERS.indexOf(settings.riskTier) : Number(settings[name])
}
