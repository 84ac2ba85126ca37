/** The engine's settings as an installation's environment says them. */

import {
  parseTradingSettings,
  settingEntries,
  settingNames,
  type SettingName,
  type EngineSettings,
} from '../contracts/trading-settings.ts'
import { isSet, readEnv } from './env.ts'
import { settingVariables } from './trading-variables.ts'
import type { VariableName } from './variables.ts'

/**
 * Every setting, from the environment or its default.
 *
 * @throws RangeError naming the variable, what was wanted and what was found.
 */
export function readSettingsAsked(): EngineSettings {
  const found = settingNames.map((name) => [name, valueOf(name, saidOf(name))])
  try {
    return parseTradingSettings(Object.fromEntries(found), 'the environment')
  } catch (fault) {
    throw inVariables(fault as RangeError)
  }
}

/** Whether the environment itself says that nothing is to be traded: then no person's word of before counts. */
export function isSwitchedOff(): boolean {
  return isSet('TRADING_ENABLED') && !readSettingsAsked().enabled
}

/** What the Secret of mail says, where nothing else does. */
const SECRET_SAYS: Partial<Record<SettingName, VariableName>> = {
  gmailSender: 'GMAIL_SENDER',
  gmailRecipient: 'GMAIL_RECIPIENT',
}

function saidOf(name: SettingName): string {
  const said = readEnv(settingVariables[name])
  const other = SECRET_SAYS[name]
  return said === '' && other ? readEnv(other) : said
}

/** What an operator writes for a cap that goes by the account's size. */
const BY_SIZE = 'size'

/** A text as the kind that its setting is of; what is no such thing stays as it is, to be refused. */
function valueOf(name: SettingName, text: string): unknown {
  if (name === 'positionCap' && text === BY_SIZE) return null
  const entry = settingEntries[name]
  const { type } = 'wrapped' in entry && entry.type === 'optional' ? entry.wrapped : entry
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true'
  if (type !== 'number') return text
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text
}

/** The same fault in the names that an installation knows. */
function inVariables(fault: RangeError): RangeError {
  const [, name = ''] = /, (\w+): /.exec(fault.message) ?? []
  const variable = Object.hasOwn(settingVariables, name)
    ? settingVariables[name as SettingName]
    : name
  const text = Object.hasOwn(settingVariables, name) ? readEnv(variable as never) : ''
  const says = fault.message.replace(/^Read the environment, \w+: /, '').replace(/, found .*$/, '')
  return new RangeError(`Read ${variable}: ${says}, found "${text}"`, { cause: fault })
}
