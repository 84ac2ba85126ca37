/** A corporate action as a source told it, before it is stored; numbers are decimal text. */

export type NewSplit = {
  kind: 'split'
  ticker: string
  /** YYYY-MM-DD: the first day on which prices are without it. */
  exDate: string
  /** So many new shares (`ratioTo`) for so many old ones (`ratioFrom`). */
  ratioFrom: string
  ratioTo: string
}

export type NewDividend = {
  kind: 'dividend'
  ticker: string
  exDate: string
  /** Money a share. */
  amount: string
  currency: string
  /** The source's own word, such as CD, SC, LT, ST; empty where it gives none. */
  dividendType: string
  declaredOn: string | null
  recordOn: string | null
  payOn: string | null
}

export type NewAction = NewSplit | NewDividend

/** What one question about actions covered, so that what it no longer holds is known to be gone. */
export type ActionSpan = {
  kind: NewAction['kind']
  /** Empty: of every ticker. */
  ticker: string
  /** Ex-dates from here on; all of them where the answer is whole. */
  from: string
}

/** One of these is never two: of one ticker there is one split a day, and no two equal dividends. */
export function actionKey(action: NewAction): readonly string[] {
  const { kind, ticker, exDate } = action
  return kind === 'split'
    ? [kind, ticker, exDate]
    : [kind, ticker, exDate, action.dividendType, action.amount, action.currency]
}
