/** What happened on a day, in the order in which it happened. */

import * as v from 'valibot'
import { Ticker } from '../primitives.ts'
import { BREAKERS, ORDER_SIDES } from '../sets.ts'
import type { ApiRoutes } from './route.ts'
import { AskedDay, Code, Count, DecimalText, ListWord, Moment, SessionDate } from './words.ts'

const at = Moment

const Opened = v.strictObject({ kind: v.literal('opened'), at })
const Closed = v.strictObject({ kind: v.literal('closed'), at })

/** An order that was filled that day: what of it, at which mean price, and why. */
const Traded = v.strictObject({
  kind: v.literal('traded'),
  at,
  orderId: v.string(),
  ticker: Ticker,
  side: v.picklist(ORDER_SIDES),
  quantity: DecimalText,
  price: DecimalText,
  /** Of the decision, and the recommendation that it followed, where it followed one. */
  code: Code,
  recommendationId: v.nullable(v.string()),
  /** Dollars, before fees, of the trade that this sale ended; null of a purchase, and of a sale that left shares. */
  profit: v.nullable(DecimalText),
})

/** An order that ended and nothing of it was filled. */
const Ended = v.strictObject({
  kind: v.literal('ended'),
  at,
  orderId: v.string(),
  ticker: Ticker,
  side: v.picklist(ORDER_SIDES),
  state: Code,
  says: v.string(),
})

const Breaker = v.strictObject({
  kind: v.picklist(['breaker_opened', 'breaker_reset']),
  at,
  breaker: v.picklist(BREAKERS),
  ticker: v.nullable(Ticker),
  by: v.string(),
})

/** What a person did to trading. */
const Steered = v.strictObject({
  kind: v.literal('steered'),
  at,
  by: v.string(),
  does: v.string(),
  reason: v.string(),
})

/** A grave event of the world. */
const World = v.strictObject({
  kind: v.literal('world'),
  at,
  globalEventId: v.string(),
  title: v.string(),
  severity: Code,
})

const DiaryEntry = v.variant('kind', [Opened, Closed, Traded, Ended, Breaker, Steered, World])
export type DiaryEntry = v.InferOutput<typeof DiaryEntry>

/** The most entries of one kind; of more, the first. */
export const DIARY_MAX = 100

export const Diary = v.strictObject({
  day: SessionDate,
  /** From midnight to midnight in New York. */
  from: Moment,
  until: Moment,
  /** Equity at the last snapshot of the day and what the day brought; null where there was none. */
  money: v.nullable(v.strictObject({ equity: DecimalText, pnl: DecimalText })),
  documents: Count,
  recommendations: v.strictObject({ buys: Count, sells: Count }),
  decisions: v.strictObject({ acted: Count, skipped: Count }),
  /** Why others were not followed, the commonest first. */
  skippedFor: v.array(v.strictObject({ code: Code, count: Count })),
  /** Work that was given up, by list, the most first. */
  dead: v.array(v.strictObject({ list: ListWord, count: Count })),
  entries: v.array(DiaryEntry),
  /** Of some kind there were more than are told. */
  isMore: v.boolean(),
})
export type Diary = v.InferOutput<typeof Diary>

export const diaryRoutes = {
  'GET /api/diary': {
    service: 'query-api',
    role: 'viewer',
    does: 'tells what happened on a day',
    query: v.strictObject({ day: v.optional(AskedDay) }),
    answer: Diary,
    topic: 'decisions',
  },
} as const satisfies ApiRoutes
