/** What may be typed behind a word of `stonks trading`. */

import { readArgs } from '../command.ts'

/** What was typed behind the word. */
export type Typed = {
  words: string[]
  by: string
  reason: string
  ticker: string | undefined
  quantity: string | undefined
  notional: string | undefined
  all: boolean
  limitPrice: string | undefined
  stopPrice: string | undefined
  minutes: string | undefined
  range: string
  limit: string
  key: string | undefined
  dryRun: boolean
  cancelOpen: boolean
}

const BELOW_0 = /^-\d/

/** An amount below 0 is no option. */
function amountsLast(args: readonly string[]): string[] {
  const amounts = args.filter((one) => BELOW_0.test(one))
  if (amounts.length === 0) return [...args]
  return [...args.filter((one) => !BELOW_0.test(one)), '--', ...amounts]
}

/** Reads all that may be typed behind a word. */
export function readTyped(args: string[]) {
  const { values, positionals } = readArgs(amountsLast(args), {
    allowPositionals: true,
    options: {
      by: { type: 'string', default: 'operator' },
      reason: { type: 'string', default: '' },
      ticker: { type: 'string' },
      quantity: { type: 'string' },
      notional: { type: 'string' },
      all: { type: 'boolean', default: false },
      limit: { type: 'string', default: '20' },
      'limit-price': { type: 'string' },
      'stop-price': { type: 'string' },
      minutes: { type: 'string' },
      range: { type: 'string', default: '1m' },
      key: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      'cancel-open': { type: 'boolean', default: false },
      yes: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  })
  const [word = 'status', ...rest] = positionals
  const { 'limit-price': limitPrice, 'stop-price': stopPrice, 'dry-run': dryRun } = values
  const named = { limitPrice, stopPrice, dryRun, cancelOpen: values['cancel-open'] }
  return { word, values, typed: { ...values, ...named, words: rest } as Typed }
}
