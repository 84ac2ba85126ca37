/** Patterns made of many phrases, written so that a person can read them. */

/** Matches any of the phrases as whole words, in any case; each part may hold several, by `|`. */
export function anyOf(...parts: readonly string[]): RegExp {
  return new RegExp(String.raw`\b(?:${parts.join('|')})\b`, 'i')
}
