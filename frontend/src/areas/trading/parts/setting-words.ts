/** The settings of trading in words, in groups, and text out of values and back. */

import type { AnswerOf } from '#shared/contracts/api/route.ts'
import type { configRoutes } from '#shared/contracts/api/trading-config.ts'

export type Config = AnswerOf<(typeof configRoutes)['GET /api/trading/config']>
type EngineSettings = Required<Config['settings']>
type SettingName = keyof EngineSettings

/** From the most careful on. */
export const TIERS = ['conservative', 'moderate', 'aggressive'] as const

type Kind = 'switch' | 'tier' | 'number' | 'dollars' | 'text'
export type Words = { name: SettingName; words: string; kind: Kind; hint?: string }

const number = (name: SettingName, words: string, hint: string): Words => ({
  name,
  words,
  kind: 'number',
  hint,
})

export const SETTING_GROUPS: readonly (readonly [title: string, settings: readonly Words[]])[] = [
  [
    'Trading',
    [
      { name: 'enabled', words: 'Recommendations become orders', kind: 'switch' },
      { name: 'riskTier', words: 'Risk tier', kind: 'tier' },
      {
        name: 'positionCap',
        words: 'One position at most',
        kind: 'dollars',
        hint: 'Dollars; empty: by the account’s size.',
      },
      { name: 'poolMin', words: 'Active pool at least', kind: 'dollars', hint: 'Dollars.' },
      number('positionsMax', 'Positions at most', '1 to 500.'),
      number('emergencyDrawdownPct', 'Sell all at a drawdown of', 'A share, 0.01 to 1.'),
      number('siphonPct', 'Profit that goes to the reserve', 'A share, 0 to 1.'),
      number('reserveHighWaterPct', 'Reserve gives back above', 'A share of equity, 0 to 1.'),
    ],
  ],
  [
    'Pace',
    [
      number('pollingSeconds', 'Look at recommendations every', 'Seconds.'),
      number('stopCheckSeconds', 'Look at stops every', 'Seconds.'),
      number('fastStopSeconds', 'Look at fast stops every', 'Seconds, no more than for all stops.'),
      { name: 'restingStops', words: 'Stops rest at the broker too', kind: 'switch' },
      number('gradualTranches', 'Parts of a gradual entry', '1 to 10.'),
      { name: 'gradualThreshold', words: 'Gradual from', kind: 'dollars', hint: 'Dollars.' },
    ],
  ],
  [
    'Micro-trading',
    [
      { name: 'microEnabled', words: 'Micro-trading', kind: 'switch' },
      number('microSeconds', 'Look every', 'Seconds.'),
      number('microPctMax', 'One micro-trade at most', 'A share of the active pool.'),
      number('microDailyMax', 'Micro-trades a day at most', '0 to 100.'),
      number('microHoldMinutes', 'Held at most', 'Minutes, 1 to 390.'),
    ],
  ],
  [
    'Where news goes',
    [
      { name: 'snsTopicArn', words: 'SNS topic', kind: 'text' },
      { name: 'snsPhoneNumber', words: 'Phone number', kind: 'text' },
      { name: 'gmailSender', words: 'Mail from', kind: 'text' },
      { name: 'gmailRecipient', words: 'Mail to', kind: 'text' },
    ],
  ],
]

const all = SETTING_GROUPS.flatMap(([, settings]) => settings)

/** Every setting as it stands in its field. */
export type Texts = Readonly<Record<SettingName, string>>

/** What is stored, as text; nothing set is empty. What cannot be read stands there as it was found. */
export function textsOf({ settings, unreadable }: Pick<Config, 'settings' | 'unreadable'>): Texts {
  const stated = all.map(({ name }) => [name, textOf(settings[name])])
  const odd = unreadable.map(({ name, found }) => [name, found])
  return Object.fromEntries([...stated, ...odd]) as Texts
}

/** Why a setting cannot be read, and what is wanted. */
export function saysOf(
  { unreadable }: Pick<Config, 'unreadable'>,
  name: string,
): string | undefined {
  const odd = unreadable.find((one) => one.name === name)
  return odd && `Cannot be read: found ${odd.found}, wanted ${odd.wanted}.`
}

export function textOf(value: EngineSettings[SettingName] | undefined): string {
  return value === null || value === undefined ? '' : String(value)
}

/** What differs from what is stored, as the API takes it. */
export function changedOf(before: Texts, now: Texts): Partial<EngineSettings> {
  const changed = all.filter(({ name }) => before[name] !== now[name])
  return Object.fromEntries(
    changed.map(({ name, kind }) => [name, valueOf(kind, name, now[name].trim())]),
  )
}

function valueOf(kind: Kind, name: SettingName, text: string): unknown {
  if (kind === 'switch') return text === 'true'
  if (kind === 'number') return text === '' ? text : Number(text)
  return name === 'positionCap' && text === '' ? null : text
}

export const wordsOfSetting = (name: string): string =>
  all.find((one) => one.name === name)?.words ?? name

const SWITCH = [
  ['true', 'on'],
  ['false', 'off'],
] as const

/** What may be chosen; a value that is none of these stands first, until another is chosen. */
export function choicesOf(kind: Kind, value: string): readonly (readonly [string, string])[] {
  const choices = kind === 'switch' ? SWITCH : TIERS.map((tier) => [tier, tier] as const)
  return choices.some(([choice]) => choice === value) ? choices : [[value, value], ...choices]
}
