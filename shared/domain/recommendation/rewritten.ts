/**
 * Whether a thesis in other words may stand in place of the plain one. It may say less, and nothing
 * more: no number, name or verdict that the plain one has not.
 *
 * The words come from a model that read titles by unknown authors, so they are taken to be theirs.
 */

/** Why the plain thesis stays: words of docs/CODES.md. */
export type ThesisRefusal =
  | 'thesis_out_of_form'
  | 'thesis_brings_number'
  | 'thesis_brings_name'
  | 'thesis_turns_verdict'

/** A rewriting is no longer than the plain words and this. */
const MORE_CHARACTERS_MAX = 80
const CHARACTERS_MIN = 40

/** Undefined where it may stand. */
export function refuseThesis(plain: string, rewritten: string): ThesisRefusal | undefined {
  if (!isInForm(plain, rewritten)) return 'thesis_out_of_form'
  if (bringsNumber(plain, rewritten)) return 'thesis_brings_number'
  if (turnsVerdict(plain, rewritten)) return 'thesis_turns_verdict'
  if (bringsName(plain, rewritten)) return 'thesis_brings_name'
  return turnsSense(plain, rewritten) ? 'thesis_turns_verdict' : undefined
}

/** One paragraph of plain sentences: no markup, address, list or other script. */
function isInForm(plain: string, rewritten: string): boolean {
  const { length } = rewritten.trim()
  if (length < CHARACTERS_MIN || length > plain.length + MORE_CHARACTERS_MAX) return false
  if (/[\n\r\t<>{}[\]\\|*_#`~^]|https?:|www\.|@/.test(rewritten)) return false
  const letters = new Set(plain)
  return Array.from(rewritten).every((one) => /[\p{ASCII}“”‘’–—…]/u.test(one) || letters.has(one))
}

const NUMBER = /[+-]?\d[\d.,]*\d|\d/g
const COUNTED =
  'two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands million millions billion billions trillion dozen dozens half third thirds quarter double doubled doubling triple tripled twice thrice percent'

/** The same digits, however they are signed and grouped; 80 % is another number than 0.80. */
function bringsNumber(plain: string, rewritten: string): boolean {
  const known = new Set(plain.match(NUMBER)?.map(bare))
  if ((rewritten.match(NUMBER) ?? []).some((number) => !known.has(bare(number)))) return true
  const said = new Set(wordsIn(plain))
  return wordsIn(rewritten).some((word) => COUNT_WORDS.has(word) && !said.has(word))
}

const COUNT_WORDS = new Set(COUNTED.split(' '))

function bare(number: string): string {
  return number.replace(/^\+/, '').replaceAll(',', '')
}

/** What is to be done, and which way it goes. */
const VERDICTS = new Set(
  'buy sell hold watch short bullish bearish neutral mixed eligible informational dump'.split(' '),
)

/** Every verdict of the plain thesis is said, and no other. */
function turnsVerdict(plain: string, rewritten: string): boolean {
  const found = new Set(wordsIn(rewritten))
  const known = new Set(wordsIn(plain))
  const action = /Recommended: (\w+)/.exec(plain)?.[1]
  if (action !== undefined && !found.has(action)) return true
  return [...found].some((word) => VERDICTS.has(word) && !known.has(word))
}

/** Words that turn round what stands beside them; short forms as they fall apart at their apostrophe. */
const TURNING = new Set(
  `not no non never none nobody nothing nowhere neither nor cannot cant without hardly scarcely barely seldom rarely
  isn aren wasn weren won don doesn didn shouldn wouldn couldn mustn needn hasn haven hadn ain isnt arent wasnt werent
  wont dont doesnt didnt shouldnt wouldnt couldnt far against avoid avoids fail fails failed failing lack lacks refuse
  refuses doubt doubts doubtful unlikely instead rather opposite contrary wrong wrongly false falsely untrue former
  formerly anything anti`.split(/\s+/),
)
/** What a turning word turns: the words behind it, as many as the plain thesis must have there too. */
const TURNED = 2

/** Whether a turning word stands where the plain thesis has none: before other words than there. */
function turnsSense(plain: string, rewritten: string): boolean {
  const known = new Set(turnsIn(plain))
  return turnsIn(rewritten).some((turn) => !known.has(turn))
}

function turnsIn(text: string): string[] {
  const words = piecesIn(text)
  return words.flatMap((word, place) =>
    // “Against it” is how the plain thesis tells the other side.
    TURNING.has(word)
      ? [words.slice(place, place + 1 + (word === 'against' ? 1 : TURNED)).join(' ')]
      : [],
  )
}

/** Words with a capital are names, unless a sentence begins with a word that needs none. */
function bringsName(plain: string, rewritten: string): boolean {
  const known = new Set(wordsIn(plain))
  for (const found of rewritten.matchAll(/[\p{L}\d&]+(?:['’.-][\p{L}\d&]+)*/gu)) {
    const [word] = found
    if (!/\p{Lu}/u.test(word) || partsOf(word).every((part) => known.has(part))) continue
    const before = rewritten.slice(0, found.index).trimEnd()
    const isFirst = before === '' || /[.!?:;“]$/.test(before)
    if (!isFirst || !OPENINGS.has(word.toLowerCase())) return true
  }
  return false
}

/** Words that sentences begin with, none of them a company's name. */
const OPENINGS = new Set(
  `a across against all also although among an and any as at based because both but by confidence contrary
  coverage despite due during each even evidence few for from given guideline headlines here however if in it its
  looking many mean more most much news of on once one only opposing other others over overall recent recommendation
  recommended reports sentiment several signals since so some sources stories such support supporting taken that the
  their then there these they this those though thus to together trend under united weighed what when where which
  while with within`.split(/\s+/),
)

function wordsIn(text: string): string[] {
  return tokensIn(text).flatMap((word) => [word, ...partsOf(word)])
}

function piecesIn(text: string): string[] {
  return tokensIn(text).flatMap(partsOf)
}

function tokensIn(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\d&]+(?:['’.-][\p{L}\d&]+)*/gu) ?? []
}

function partsOf(word: string): string[] {
  return word
    .toLowerCase()
    .replace(/['’]s$/, '')
    .split(/['’.-]/)
    .filter((part) => part !== '')
}
