/** How the lexicon is written down: rows of words that share a meaning. Our own work. */

/**
 * One row. Words are separated by spaces; `_` joins the words of a phrase.
 *
 * `polarity` is what it says, in [-1, 1], of whoever does it or is it; `object` of whoever it is
 * done to, where that differs. A `move` is the direction of something measured, whose worth depends on
 * what is measured: costs that fall are good.
 */
export type Row = {
  form: 'verb' | 'noun' | 'adjective' | 'phrase'
  words: string
  polarity: number
  object?: number
  move?: 'up' | 'down'
}

export type Theme = readonly Row[]
