/**
 * The mode, derived from everything that says whether money is real: the setting, the broker's
 * address, the key and the account itself. Where two contradict each other, or one says nothing,
 * it is disabled. Source: docs/trading.md.
 */

import type { TradingMode } from './mode.ts'

type MoneyKind = 'paper' | 'live'

/** What one source says; `found` is shown to people, so of a key it is the beginning alone. */
export type Claim = {
  source: 'setting' | 'address' | 'key' | 'account'
  found: string
  /** Null where it says neither. */
  mode: MoneyKind | null
}

/** Two sources that contradict each other, or one that says neither, in words with both values. */
export type Disagreement = { sources: Claim['source'][]; says: string }

export type DerivedMode = { mode: TradingMode; claims: Claim[]; disagreements: Disagreement[] }

export type ModeGiven = {
  brokerMode: string
  /** Where a source is not asked at all it is undefined, and says nothing for or against. */
  baseUrl: string | undefined
  key: string | undefined
  /** Null where the account has not answered yet. */
  accountNumber: string | null | undefined
}

/** The one mode that all sources agree on, else disabled with what contradicts what. */
export function deriveMode(given: ModeGiven): DerivedMode {
  const claims = claimsOf(given)
  const disagreements = [...claims.filter(saysNeither).map(silence), ...contradictions(claims)]
  const [first] = claims
  const mode = disagreements.length === 0 ? (first?.mode ?? 'disabled') : 'disabled'
  return { mode, claims, disagreements }
}

function claimsOf({ brokerMode, baseUrl, key, accountNumber }: ModeGiven): Claim[] {
  const setting: Claim = {
    source: 'setting',
    found: `BROKER_MODE=${brokerMode}`,
    mode: brokerMode === 'paper' || brokerMode === 'live' ? brokerMode : null,
  }
  const at = baseUrl === undefined ? undefined : addressOf(baseUrl)
  const address = at && [{ source: 'address' as const, found: at.found, mode: at.mode }]
  const keyed = key === undefined ? undefined : keyClaim(key)
  // The replay world opens by a key of its own kind, which says nothing and need not.
  const isMute = at?.isReplay && keyed?.mode === null
  const account = accountNumber === undefined ? [] : [accountClaim(accountNumber)]
  return [setting, ...(address ?? []), ...(keyed && !isMute ? [keyed] : []), ...account]
}

function keyClaim(key: string): Claim {
  const prefix = key.slice(0, 2).toUpperCase()
  const mode = prefix === 'PK' ? 'paper' : prefix === 'AK' ? 'live' : null
  const found = key === '' ? 'no key' : mode ? `${prefix}…` : 'neither PK… nor AK…'
  return { source: 'key', found, mode }
}

function accountClaim(number: string | null): Claim {
  const mode = number === null ? null : accountKind(number)
  return { source: 'account', found: number ?? 'not read yet', mode }
}

/** Alpaca's own two hosts, or the replay world; that one is on our own network, so it is by plain HTTP. */
function addressOf(baseUrl: string): { found: string; mode: MoneyKind | null; isReplay: boolean } {
  if (!URL.canParse(baseUrl)) return { found: 'no address', mode: null, isReplay: false }
  const { protocol, hostname, host, pathname } = new URL(baseUrl)
  const isReplay = protocol === 'http:' && pathname.replace(/\/+$/, '') === '/alpaca'
  if (isReplay) return { found: `${host} (replay world)`, mode: 'paper', isReplay }
  const name = hostname.replace(/\.$/, '')
  const mode =
    name === 'paper-api.alpaca.markets' ? 'paper' : name === 'api.alpaca.markets' ? 'live' : null
  return { found: host, mode, isReplay }
}

/** Alpaca numbers paper accounts PA…, and those with real money by digits alone. */
function accountKind(number: string): MoneyKind | null {
  if (/^PA[A-Z0-9]+$/i.test(number)) return 'paper'
  return /^\d+$/.test(number) ? 'live' : null
}

function saysNeither({ mode }: Claim): boolean {
  return mode === null
}

function silence({ source, found }: Claim): Disagreement {
  return { sources: [source], says: `the ${source} (${found}) says neither paper nor live` }
}

/** Each source that contradicts the first, which is what a person asked for, and then each other. */
function contradictions(claims: readonly Claim[]): Disagreement[] {
  return claims.flatMap((one, place) =>
    claims.slice(place + 1).flatMap((other): Disagreement[] => {
      if (one.mode === null || other.mode === null || one.mode === other.mode) return []
      const says = `the ${one.source} (${one.found}) says ${one.mode}, the ${other.source} (${other.found}) says ${other.mode}`
      return [{ sources: [one.source, other.source], says }]
    }),
  )
}
