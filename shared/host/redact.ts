/**
 * Takes secrets out of text that leaves a process: log lines, errors, dead letters, runs, replies.
 *
 * Two nets: every value of a secret setting, in each form it may be written in, and what looks like a
 * secret by where it stands, for those of others that a vendor or a source's address holds.
 */

import { secretValues } from './env.ts'

/** What stands in a secret's place. */
export const HIDDEN = '[hidden]'

/** A shorter value may be a word or a number that texts cannot do without; no secret that we draw is. */
const LENGTH_MIN = 8
/** Base64 of less is found in any text. */
const BASE64_BYTES_MIN = 8

const known = new Set<string>()
let forms: RegExp | undefined

/** Remembers values that no text may hold from now on. */
export function rememberSecrets(values: Iterable<string>): void {
  for (const value of values) if (value.length >= LENGTH_MIN) known.add(value)
  const all = [...known].flatMap(formsOf).sort((a, b) => b.length - a.length)
  forms = all.length > 0 ? new RegExp([...new Set(all)].map(escaped).join('|'), 'g') : undefined
}

let isEnvKnown = false
/** Remembers what the environment holds now; before the first text, and whenever it was added to. */
export function rememberEnv(): void {
  isEnvKnown = true
  rememberSecrets(secretValues())
}

/** Each way in which a value may stand in a text. */
function formsOf(value: string): string[] {
  const percent = encodeURIComponent(value)
  const query = new URLSearchParams([['', value]]).toString().slice(1)
  const json = JSON.stringify(value).slice(1, -1)
  const lower = (text: string) => text.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())
  return [value, json, percent, lower(percent), query, lower(query), ...base64FormsOf(value)]
}

/**
 * What base64 makes of a value wherever it begins in what is encoded, as a password does behind a
 * user's name: of its three alignments the characters that no neighbour changes.
 */
function base64FormsOf(value: string): string[] {
  const bytes = Buffer.from(value)
  if (bytes.length < BASE64_BYTES_MIN) return []
  const texts = [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64')
    return text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6))
  })
  return texts.flatMap((text) => [text, text.replaceAll('+', '-').replaceAll('/', '_')])
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}

/** Names of settings, parameters and headers that hold a secret. */
const NAMES = String.raw`[\w.-]{0,40}(?:api[_-]?key|secret|token|passw(?:or)?d|signature|credential|access[_-]?key)[\w.-]{0,40}|authorization|cookie|x-amz-[\w-]+`
/** Of parameters alone: elsewhere they are words like any other. */
const PARAMETERS = 'key|pwd|sig|auth|link'
const HEADERS =
  'proxy-authorization|authorization|set-cookie|cookie|x-api-key|apca-api-key-id|apca-api-secret-key|x-stonks-signature'

/** Bounded, so that no text costs more than its length. */
const userInfo =
  /(\b[a-z][a-z0-9+.-]{0,20}:\/\/)(?:[^\s/?#@"'<>\\]{0,500}|[^\s:@/"'<>\\]{0,200}:[^\s@"'<>\\]{0,500})@/gi
const inQuery = new RegExp(String.raw`([?&;#](?:${NAMES}|${PARAMETERS})=)[^&;#\s"'<>\\]+`, 'gi')
const inObject = new RegExp(String.raw`(["'](?:${NAMES})\\*["']\s*:\s*\\*["'])[^"'\\]+`, 'gi')
const inHeader = new RegExp(
  String.raw`(\b(?:${HEADERS})\\*["']?\s*[:=]\s*\\*["']?)(?!\\*["'\s])[^"'\r\n\\]+`,
  'gi',
)
const inScheme = /(\b(?:Bearer|Basic)\s+)(?=[\w.~+/-]*[\d=_.])[\w.~+/-]{8,}=*/g
/** Without any of these there is nothing to look for. */
const maySay = /[@=]|auth|cookie|key|secret|token|passw|signature|credential|Bearer|Basic/i

/** The text without secrets; what is JSON stays JSON. */
export function redact(text: string): string {
  if (!isEnvKnown) rememberEnv()
  const own = forms ? text.replace(forms, HIDDEN) : text
  if (!maySay.test(own)) return own
  let told = own
  if (own.includes('@')) told = told.replace(userInfo, `$1${HIDDEN}@`)
  if (own.includes('=')) told = told.replace(inQuery, `$1${HIDDEN}`)
  return told
    .replace(inHeader, `$1${HIDDEN}`)
    .replace(inScheme, `$1${HIDDEN}`)
    .replace(inObject, `$1${HIDDEN}`)
}

/** The same of a value that is JSON. */
export function redactJson<T>(value: T): T {
  const text = JSON.stringify(value)
  const told = redact(text)
  return told === text ? value : (JSON.parse(told) as T)
}
