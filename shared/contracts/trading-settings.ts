/** How an operator sets the trading engine: every setting with its range, by the names the API speaks. */

import * as v from 'valibot'
import { RISK_TIERS } from './sets.ts'

/** A whole number within a range that the refusal names. */
function whole(least: number, most: number) {
  const says = `a whole number from ${least} to ${most}`
  return v.pipe(v.number(says), v.integer(says), v.minValue(least, says), v.maxValue(most, says))
}

/** A share, 0.2 for 20 %. */
function share(least: number, most: number) {
  const says = `a number from ${least} to ${most}`
  return v.pipe(v.number(says), v.minValue(least, says), v.maxValue(most, says))
}

const DOLLARS = 'dollars such as 50.00'
const Dollars = v.pipe(v.string(DOLLARS), v.regex(/^\d{1,9}(\.\d{1,2})?$/, DOLLARS))
const MORE_THAN_0 = 'dollars, more than 0, such as 50.00'
const SomeDollars = v.pipe(
  v.string(MORE_THAN_0),
  v.regex(/^(?=.*[1-9])\d{1,9}(\.\d{1,2})?$/, MORE_THAN_0),
)
const SWITCH = 'true or false'
const Switch = v.boolean(SWITCH)

/** Empty, or a text of the form. */
function optional(form: RegExp, says: string) {
  return v.pipe(v.string(says), v.maxLength(256, says), v.regex(form, says))
}
const EMAIL = /^$|^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>"]+$/
const EMAIL_SAYS = 'an e-mail address, or empty'

export const settingEntries = {
  /** Whether recommendations become orders. */
  enabled: Switch,
  riskTier: v.picklist(RISK_TIERS, RISK_TIERS.join(', ')),
  /** Share of a realised profit that goes to the reserve, and of equity above which it gives back. */
  siphonPct: share(0, 1),
  reserveHighWaterPct: share(0, 1),
  /** Seconds between two looks: at recommendations; at stops; at stops of what moves fast. */
  pollingSeconds: whole(1, 3600),
  stopCheckSeconds: whole(1, 3600),
  fastStopSeconds: whole(1, 3600),
  /** Whether stops rest at the broker as well; off in what was stored before there was such a setting. */
  restingStops: v.optional(Switch, false),
  /** How many parts an entry worth more than the threshold is made in. */
  gradualTranches: whole(1, 10),
  gradualThreshold: Dollars,
  /** Dollars one position may be worth; null: as the account's size gives (positionCapOf). */
  positionCap: v.nullable(SomeDollars),
  /** Dollars the active pool must hold. */
  poolMin: Dollars,
  /** Share of the highest equity that is lost when all is sold and locked. */
  emergencyDrawdownPct: share(0.01, 1),
  microEnabled: Switch,
  microSeconds: whole(1, 3600),
  /** Share of the active pool one micro-trade may take. */
  microPctMax: share(0.001, 1),
  microDailyMax: whole(0, 100),
  microHoldMinutes: whole(1, 390),
  positionsMax: whole(1, 500),
  /** Where news of trading goes; empty: nowhere. */
  snsTopicArn: optional(
    /^$|^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/,
    'an ARN of an SNS topic, or empty',
  ),
  snsPhoneNumber: optional(/^$|^\+[1-9]\d{6,14}$/, 'a number such as +12065550100, or empty'),
  gmailSender: optional(EMAIL, EMAIL_SAYS),
  gmailRecipient: optional(EMAIL, EMAIL_SAYS),
} as const

const FAST = 'fast stops are looked at no less often than all stops'

const AllSettings = v.strictObject(settingEntries)
/** All settings at once. */
export type EngineSettings = v.InferOutput<typeof AllSettings>
export type SettingName = keyof EngineSettings

export const settingNames = Object.keys(settingEntries) as SettingName[]

/** A setting that is missing or no sound value, with what was found in its place, or a name that is none. */
export type OddSetting = { name: string; found: unknown; wanted: string }

/** What can be read of what was stored or sent, and what cannot. */
export function readableSettings(stored: unknown): {
  settings: Partial<EngineSettings>
  odd: OddSetting[]
} {
  const isObject = typeof stored === 'object' && stored !== null && !Array.isArray(stored)
  const values = (isObject ? stored : {}) as Record<string, unknown>
  const settings: Record<string, unknown> = {}
  const odd: OddSetting[] = []
  for (const name of settingNames) {
    const parsed = v.safeParse<v.GenericSchema>(settingEntries[name], values[name])
    if (parsed.success) settings[name] = parsed.output
    else odd.push({ name, found: values[name], wanted: parsed.issues[0].message })
  }
  const { fastStopSeconds: fast, stopCheckSeconds: all } = settings as Partial<EngineSettings>
  if (fast !== undefined && all !== undefined && fast > all) {
    delete settings['fastStopSeconds']
    odd.push({ name: 'fastStopSeconds', found: fast, wanted: FAST })
  }
  const others = Object.keys(values).filter((name) => !Object.hasOwn(settingEntries, name))
  odd.push(...others.map((name) => ({ name, found: values[name], wanted: 'no such setting' })))
  return { settings: settings as Partial<EngineSettings>, odd }
}

/**
 * Settings out of what was stored or sent.
 *
 * @throws RangeError naming the setting, what was wanted and what was found.
 */
export function parseTradingSettings(found: unknown, where = 'trading settings'): EngineSettings {
  const { settings, odd } = readableSettings(found)
  if (odd[0]) throw unsoundSetting(odd[0], where)
  return settings as EngineSettings
}

/** Where people are reached: for admins alone, sound or not. */
export const contactNames = [
  'snsTopicArn',
  'snsPhoneNumber',
  'gmailSender',
  'gmailRecipient',
] as const

/** What cannot be read, as everybody may see it. */
export function unsoundSetting({ name, found, wanted }: OddSetting, where: string): RangeError {
  const isContact = contactNames.some((contact) => contact === name)
  const value = JSON.stringify(isContact && found !== undefined ? 'set' : found) ?? 'nothing'
  return new RangeError(`Read ${where}, ${name}: expected ${wanted}, found ${value}`)
}
