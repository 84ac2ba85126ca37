/** How often somebody may ask, so that nobody's asking is felt by others. */

import type { Principal } from '../../contracts/api/principal.ts'
import { neighbourhood } from '../caller.ts'
import { Refusal } from '../refusal.ts'

/** Requests a minute. */
export type Rates = {
  /** From one address, of who is not known: many people may share one. */
  address: number
  /** By one person or token. */
  principal: number
  /** Changes that nobody known asks for, such as signing in, from one address: each leaves a row. */
  open: number
}

/** A page asks ten times at once, and again with each news. */
const RATES: Rates = { address: 6_000, principal: 1_800, open: 60 }
const WINDOW_MS = 60_000
/** Whoever has more names than this is forgotten by the oldest first. */
const KNOWN_MAX = 20_000

export type RateLimits = {
  /** Throws a Refusal 429 of an address from which too much is asked by who is not known. */
  askAddress(from: string, method: string, now: Date): void
  /** Throws a Refusal 429 of who asks too often. */
  askPrincipal(by: Principal, now: Date): void
  /** Throws a Refusal 429 of a session that is renewed too often, whoever else asks. */
  askSession(session: string, now: Date): void
}

/** A refusal of many: the audit keeps the first of each minute. */
export class Throttled extends Refusal {
  readonly isFirst: boolean

  constructor(seconds: number, isFirst: boolean) {
    super(429, `Asked too often: come back in ${seconds} s`, 'too_many', {
      'retry-after': String(seconds),
    })
    this.isFirst = isFirst
  }
}

export function openLimits(rates: Rates = RATES): RateLimits {
  const known = new Map<string, { count: number; endsAt: number }>()
  const count = (who: string, most: number, now: Date) => {
    const at = now.getTime()
    const kept = known.get(who)
    const window = kept && kept.endsAt > at ? kept : { count: 0, endsAt: at + WINDOW_MS }
    window.count += 1
    if (window !== kept) {
      known.delete(who)
      known.set(who, window)
      if (known.size > KNOWN_MAX) known.delete(known.keys().next().value!)
    }
    if (window.count <= most) return
    throw new Throttled(Math.ceil((window.endsAt - at) / 1000), window.count === most + 1)
  }
  return {
    askAddress(from, method, now) {
      const near = neighbourhood(from)
      count(`address ${near}`, rates.address, now)
      if (method !== 'GET') count(`open ${near}`, rates.open, now)
    },
    askPrincipal(by, now) {
      if (by.kind === 'person' || by.kind === 'token')
        count(`${by.kind} ${by.id}`, rates.principal, now)
    },
    askSession(session, now) {
      count(`session ${session}`, rates.open, now)
    },
  }
}
