/** Words that turn, weaken or strengthen what stands near them. */

/** Words that turn what follows them within four words. */
export const NEGATORS = wordSet(`
  not no n't never without hardly unlikely neither nor none cannot won't don't doesn't didn't
  isn't aren't wasn't can't couldn't shouldn't denies deny denied rules lacks lack fails fail
  failed unable break breaks broke end ends ending arrests halts snaps snap skeptical
  sceptical
`)

/** Words behind a cue that take it back: `the rally fizzles`, `risk is ruled out`. */
export const UNDOERS = wordSet(`
  fizzle fizzles fizzled mirage unlikely ruled overdone averted stalls stalled fades faded
  eluded eludes
`)

/** Words that make what follows only possible. */
export const WEAKENERS = wordSet(`
  may could might would should possible possibly potential seeks hopes eyes mulls considers
  weighs can if whether
`)

/** Words beside a cue that make more of it. */
export const STRENGTHENERS = wordSet(`
  sharply steeply significantly massive huge heavily biggest strongly most very big sharp
  steep
`)

/** Words beside a cue that make less of it. */
export const SOFTENERS = wordSet(`
  slightly marginally modestly little somewhat bit partially mildly tad small slight marginal
`)

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.trim().split(/\s+/))
}
