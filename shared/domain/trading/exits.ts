/**
 * The life of an exit: wanted, sent, refused so many times, done. It is never forgotten: only shares
 * sold end it, or that nothing is held any more. Source: docs/FORMULAS.md, Stops.
 */

import { Big } from 'big.js'
import { backOffSeconds } from '../back-off.ts'
import { SECOND_MS } from '../spans.ts'

const EXIT_CODES = [
  'emergency',
  'stop_loss',
  'trailing_stop',
  'sell_recommendation',
  'target_2',
  'target_1',
  'micro_hold',
  'rebalance',
] as const
/** Strongest first: a stronger one takes the place of a weaker. */
export type WhyExit = (typeof EXIT_CODES)[number]

const EXIT_STATES = ['wanted', 'sent', 'refused', 'done'] as const
export type ExitState = (typeof EXIT_STATES)[number]

export type Exit = {
  code: WhyExit
  state: ExitState
  /** Shares still to be sold; null: all that is held. */
  quantity: string | null
  /** Shares held as the attempt in hand was sent. */
  held: string | null
  /** What called for it: the level hit and the price seen; dollars. */
  level: string | null
  price: string | null
  /** Times in a row that an attempt ended without a share sold. */
  refusals: number
  attempts: number
  nextTryAt: Date | null
  /** When the attempt in hand was sent. */
  sentAt: Date | null
  /** Why the last attempt ended, or what it waits for. */
  said: string
  since: Date
  recommendationId: string | null
  /** The attempt in hand, or the last. */
  decisionId: string | null
  jobId: string | null
}

export const exitDefaults = {
  /** After so many refusals in a row a person is told. */
  tellAfter: 3,
  /** What protects comes again within one look; what takes a profit may wait longer. */
  protecting: { seconds: 15, secondsMax: 60 },
  taking: { seconds: 15, secondsMax: 300 },
}

const PROTECTING: readonly WhyExit[] = ['emergency', 'stop_loss', 'trailing_stop']

/** Whether it limits a loss, or keeps a profit that shrinks. */
function isProtecting(code: WhyExit): boolean {
  return PROTECTING.includes(code)
}

/** False of a word that is none of ours: nothing is sold for it. */
function isExitCode(code: string): code is WhyExit {
  return EXIT_CODES.some((known) => known === code)
}

/** Whether `code` takes the place of `than`. */
export function isStronger(code: WhyExit, than: WhyExit): boolean {
  return EXIT_CODES.indexOf(code) < EXIT_CODES.indexOf(than)
}

/** An exit as it is first wanted. */
export function wantExit(
  made: Pick<Exit, 'code' | 'quantity' | 'level' | 'price' | 'recommendationId'>,
  now: Date,
): Exit {
  return {
    ...made,
    state: 'wanted',
    refusals: 0,
    attempts: 0,
    held: null,
    nextTryAt: null,
    sentAt: null,
    said: '',
    since: now,
    decisionId: null,
    jobId: null,
  }
}

/** How an attempt ended: shares it sold, and in what words. */
export type AttemptEnd = { sold: string; says: string }

/** The exit after an attempt has ended. */
export function afterAttempt(exit: Exit, { sold, says }: AttemptEnd, now: Date): Exit {
  const left = exit.quantity === null ? null : new Big(exit.quantity).minus(sold)
  const someSold = new Big(sold).gt(0)
  if (left?.lte(0)) return { ...exit, state: 'done', quantity: '0', nextTryAt: null, said: says }
  const quantity = left === null ? null : left.toFixed()
  if (someSold)
    return { ...exit, quantity, state: 'wanted', refusals: 0, nextTryAt: null, said: says }
  return { ...exit, ...afterRefusal(exit, now), state: 'refused', quantity, said: says }
}

/** Counted from the attempt: one that was refused at once may come again at the next look. */
function afterRefusal({ code, refusals, sentAt }: Exit, now: Date) {
  const { protecting, taking } = exitDefaults
  const seconds = backOffSeconds(isProtecting(code) ? protecting : taking, refusals + 1)
  return { refusals: refusals + 1, nextTryAt: new Date((sentAt ?? now).getTime() + seconds * 1000) }
}

/**
 * Shares that one order sells, where only whole ones are taken: those first, and then what is left over
 * by an order of its own, which the broker may take or not.
 */
export function inWhole(quantity: Big): Big {
  const whole = quantity.round(0, Big.roundDown)
  return whole.gt(0) ? whole : quantity
}

/** Whether the broker's words say that it takes no parts of a share. */
export function saysWholeOnly({ state, said }: Pick<Exit, 'state' | 'said'>): boolean {
  return state === 'refused' && /fraction/i.test(said)
}

/** A sale of what is not held: it waits for a purchase on its way, else there is nothing to sell. */
export function judgeUnheld({ isComing }: { isComing: boolean }) {
  const code = isComing ? ('purchase_pending' as const) : ('no_position' as const)
  return { code, checks: [{ name: code, found: '0', limit: 'more than 0', passed: false }] }
}

/** What was wanted of shares that were sold meanwhile says nothing of those bought since. */
export function isOfHolding(
  { state, code, since }: Exit,
  { openedAt }: { openedAt: Date },
): boolean {
  return (
    isExitCode(code) && state !== 'done' && (since >= openedAt || code === 'sell_recommendation')
  )
}

/** Whether it may be tried at `now`. */
export function isExitDue({ state, nextTryAt }: Exit, now: Date): boolean {
  if (state !== 'wanted' && state !== 'refused') return false
  const waits = nextTryAt === null ? 0 : nextTryAt.getTime() - now.getTime()
  // Nothing waits longer than that: a moment far away is a slip, or the clock went back.
  return waits <= 0 || waits > exitDefaults.taking.secondsMax * SECOND_MS
}
