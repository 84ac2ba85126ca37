/** Words that turn, weaken or strengthen what stands near them. */

/** Words that turn what follows them within four words. */
export const NEGATORS = wordSet(`
  not no n't never without hardly unlikely neither nor none cannot won't don't doesn't didn't
  isn't aren't wasn't can't couldn't shouldn't denies deny denied rules lacks lack fails fail
  failed unable break breaks broke end ends ending arrests halts snaps snap skeptical
  sceptical
`)

/** Which rules-v the cues are read for: 1 as it always was, 2 with what was mended since. */
export type Grammar = 1 | 2

const ENDERS = /^(?:end|ends|ending|breaks?|broke|arrests|halts|snaps?)$/
/** What stands behind these is a run of something, and the run is over: `ends its losing streak`. */
const RUNS =
  /^(?:streaks?|runs?|rall(?:y|ies)|slumps?|slides?|gains?|loss(?:es)?|losing|winning|declines?|falls?|drops?|sell-?offs?|dispute|strikes?|stand-?off|drought|deadlock|boom|rebound|recovery|advances?|growth|probe|investigation|boycott|row|ban|feud|shortages?|lawsuits?|litigation|battle|war)$/

/**
 * True where a negator takes back the cue at `at`: `ends losing streak` does, `ends down 3%`,
 * `breaks record` and `snaps up a rival` do not.
 */
export function takesBack(
  tokens: readonly { word: string; kind: string }[],
  back: number,
  at: number,
): boolean {
  if (!ENDERS.test(tokens[back]?.word ?? '')) return true
  return [at, at + 1].some((place) => RUNS.test(tokens[place]?.word ?? ''))
}

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
