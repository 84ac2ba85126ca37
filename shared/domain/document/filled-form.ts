/** Tells announcements that are one form, handed in by two companies. */

/** The words of a title and of what stands under it. */
type Words = { title: readonly string[]; lead: readonly string[] }

/** Words of a title that two share at its ends, for it to be a form. */
const FORM_WORDS_MIN = 3
/** Words that an editor puts before a title; they name nobody. */
const EDITORIAL =
  /^(?:breaking|exclusive|update|updated|corrected|correction|refile|wrapup|watch|video|analysis|opinion|factbox|brief|just|alert)$/i

/**
 * Whether two titles are one form filled in with two names: what differs between what both begin with and
 * what both end with is a name in each, which its own lead tells too and the other never does.
 */
export function isFormOfTwo(one: Words, other: Words): boolean {
  const [a, b] = [one.title, other.title]
  const most = Math.min(a.length, b.length)
  let [first, last] = [0, 0]
  while (first < most && a[first] === b[first]) first += 1
  while (last < most - first && a.at(-1 - last) === b.at(-1 - last)) last += 1
  if (first + last < FORM_WORDS_MIN) return false
  const hasLead = one.lead.length > 0 && other.lead.length > 0
  return (
    (hasLead || first === 0) &&
    isNameOf(a.slice(first, a.length - last), one, other) &&
    isNameOf(b.slice(first, b.length - last), other, one)
  )
}

function isNameOf(words: readonly string[], own: Words, other: Words): boolean {
  if (words.length === 0 || !words.every((word) => /^\p{Lu}|^&$/u.test(word))) return false
  const told = [...other.title, ...other.lead].map((word) => word.toLowerCase())
  if (words.some((word) => told.includes(word.toLowerCase()) || EDITORIAL.test(word))) return false
  return own.lead.length === 0 || words.some((word) => own.lead.includes(word))
}
