/** Reads the environment: the only place that does. What may stand in it is in variables.ts. */

import { variables, type VariableName } from './variables.ts'

/** The value of one variable, or its default; empty counts as not set. */
export function readEnv(name: VariableName): string {
  return process.env[name] || variables[name].default
}

/** Whether the environment itself names a value, as against the default. */
export function isSet(name: VariableName): boolean {
  return Boolean(process.env[name])
}

/** A server's URL with the password of its own variable, where the URL carries none. */
export function withPassword(url: string, name: 'POSTGRES_PASSWORD' | 'REDIS_PASSWORD'): string {
  const password = readEnv(name)
  const [, scheme, user = '', rest] = /^(\w+:\/\/)(?:([^@/?]*)@)?(.*)$/.exec(url) ?? []
  if (!password || !scheme || /:./.test(user)) return url
  return `${scheme}${user.replace(/:$/, '')}:${encodeURIComponent(password)}@${rest}`
}

/** A URL with a password before its host, or with a key in its query. */
const TELLING_URL = /^\w+:\/\/(?:[^@]*:[^@]+@|\S*[?&][\w-]*(?:password|key|token|secret)=)/i

/** Whether a setting is for its user alone: secret by its name, or a URL that holds a password or key. */
export function isSecret(name: string, value: string): boolean {
  const variable = Object.hasOwn(variables, name) ? variables[name as VariableName] : {}
  return 'secret' in variable || TELLING_URL.test(value)
}

/** What the environment names. */
export function settingsGiven(): Record<string, string> {
  const names = (Object.keys(variables) as VariableName[]).filter(isSet)
  return Object.fromEntries(names.map((name) => [name, readEnv(name)]))
}

/** What the environment names that is secret. */
export function secretsGiven(): Record<string, string> {
  return Object.fromEntries(Object.entries(settingsGiven()).filter((given) => isSecret(...given)))
}

/** Sets variables for this process, as `stonks` does to join a running platform. */
export function adoptEnv(values: Record<string, string>): void {
  for (const [name, value] of Object.entries(values)) process.env[name] ||= value
}

/**
 * A variable that must be a number.
 *
 * @throws RangeError naming the variable, when it is not a finite number of at least `min`.
 */
export function readNumber(name: VariableName, min = 0): number {
  const text = readEnv(name)
  const value = Number(text)
  if (Number.isFinite(value) && value >= min) return value
  throw new RangeError(`Read ${name}: expected a number of at least ${min}, found "${text}"`)
}

/**
 * A variable that must be true or false.
 *
 * @throws RangeError naming the variable, when it is neither.
 */
export function readSwitch(name: VariableName): boolean {
  const text = readEnv(name)
  if (text === 'true') return true
  if (text === 'false' || text === '') return false
  throw new RangeError(`Read ${name}: expected true or false, found "${text}"`)
}

/** How others name what they keep secret in an environment. */
const SECRET_NAME = /(?:^|_)(?:key|secret|token|credentials?)(?:_|$)|passw(?:or)?d/i

/** The environment a child process gets: this one's without its secrets, with changes; undefined unsets. */
export function childEnv(changes: Partial<Record<string, string>>): NodeJS.ProcessEnv {
  const harmless = Object.entries(process.env).filter(
    ([name, value = '']) => !isSecret(name, value) && !SECRET_NAME.test(name),
  )
  return { ...Object.fromEntries(harmless), ...changes }
}

/** Whether Node.js was told to take any certificate. */
export function ignoresCertificates(): boolean {
  return process.env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0'
}

/** Every secret that the environment holds: values of secret settings, and passwords within addresses. */
export function secretValues(): string[] {
  return Object.entries(variables).flatMap(([name, variable]) => {
    const value = process.env[name] ?? ''
    if ('secret' in variable) return value ? [value] : []
    const password = /^\w+:\/\/[^@/?#]*?:([^@/?#]+)@/.exec(value)?.[1]
    return password === undefined ? [] : [password, decoded(password)]
  })
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
