/** What the symbol registry answers of securities: the tickers of a company, by class of its shares. */

import * as v from 'valibot'
import { Ticker, Uuid } from '../primitives.ts'
import { reads } from './registry-service.ts'
import type { ApiRoutes } from './route.ts'
import { Flag, shortList } from './words.ts'

export const RegistrySecurity = v.strictObject({
  ticker: Ticker,
  companyId: Uuid,
  /** The ticker that its company is tracked, decided on and traded by. */
  company: Ticker,
  /** Empty where there is but one class. */
  shareClass: v.string(),
  name: v.string(),
  isPrimary: v.boolean(),
  active: v.boolean(),
})
export type RegistrySecurity = v.InferOutput<typeof RegistrySecurity>

export const securityRoutes = {
  'GET /registry/securities': {
    ...reads,
    does: 'lists the securities of companies',
    query: shortList({ company: v.optional(Ticker), active: v.optional(Flag) }, 'ticker'),
    pages: { field: 'ticker', param: 'after', whole: true },
    answer: v.array(RegistrySecurity),
  },
} as const satisfies ApiRoutes
