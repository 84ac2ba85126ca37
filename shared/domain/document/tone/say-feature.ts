/** A feature of the linear model in words, for whoever asks why a text was read as it was. */

const WHERE: Readonly<Record<string, string>> = {
  w: 'says "%"',
  m: 'says a word like "%…"',
  c: 'says "%" of it in its own part of the sentence',
  x: 'says "%" in another part of the sentence',
  R: 'says "%" between it and the next name',
  L: 'says "%" between the name before and it',
  d: 'says "%" after its name',
  l: 'says "%" before its name',
  f: 'says "%" nearer to another name',
  D: 'says a word like "%…" near it, before (-) or after (+)',
  b: 'the words "%"',
  g: 'the pattern "%"',
  o: 'how it fares beside another: %',
  z: 'what stands on either side of it: %',
  Z: 'what stands on either side of it, beside others: %',
  e: 'what kind of name it is: %',
  n: 'how many others are named: %',
  s: 'the form of the sentence: %',
}
const OF_RULES: Readonly<Record<string, string>> = {
  'r:good': 'the lexicon: good words about it',
  'r:bad': 'the lexicon: bad words about it',
  'r:score': 'the lexicon: the balance of what is said of it',
  'r:none': 'the lexicon: nothing is said of it',
  'q:whole': 'the lexicon: the balance of the whole sentence',
  'q:none': 'the lexicon: the sentence says nothing',
}

/** T is the company itself, O another firm, I an index, G a good, S a sector; # is a number. */
export function sayFeature(feature: string): string {
  const known = OF_RULES[feature]
  if (known !== undefined) return known
  const cut = feature.indexOf(':')
  const [kind, rest] = [feature.slice(0, cut), feature.slice(cut + 1)]
  if (kind === 'r') return `the lexicon: it comes out at ${rest}`
  if (kind === 'q') return `the lexicon: the sentence comes out at ${rest}`
  return (WHERE[kind] ?? `${kind}: %`).replace('%', () => rest)
}
