/** Names of months as dates write them, in the languages that most feeds are in. */

const ENGLISH =
  'january february march april may june july august september october november december'.split(' ')
/** As the calendar of languages names them. */
const OTHERS = 'de fr es it pt nl pl ru uk sv da nb fi cs sk hu ro tr el bg id vi'.split(' ')
const MARKS = /\p{M}/gu

/** 1 to 12; undefined where the word names no month. English wins where languages differ. */
export function monthOf(word: string): number | undefined {
  const key = bare(word)
  // "Sept" is September, and "Marche" no March: a name is told by a beginning of three letters or more.
  const english = ENGLISH.findIndex((name) => key.length >= 3 && name.startsWith(key))
  if (english >= 0) return english + 1
  others ??= namesOf(OTHERS)
  return others.get(key)
}

/** Made when first asked: it takes some milliseconds, and most dates are in English or in numbers. */
let others: ReadonlyMap<string, number> | undefined

function namesOf(languages: readonly string[]): ReadonlyMap<string, number> {
  const names = new Map<string, number>()
  for (const language of languages) {
    for (const form of [
      { month: 'long' },
      { month: 'short' },
      { month: 'long', day: 'numeric' },
      { month: 'short', day: 'numeric' },
    ] as const) {
      const writer = new Intl.DateTimeFormat(language, { timeZone: 'UTC', ...form })
      for (let month = 1; month <= 12; month += 1) {
        const parts = writer.formatToParts(Date.UTC(2026, month - 1, 1))
        const name = bare(parts.find(({ type }) => type === 'month')?.value ?? '')
        if (/^\p{L}{2,}$/u.test(name) && !names.has(name)) names.set(name, month)
      }
    }
  }
  return names
}

function bare(word: string): string {
  return word.toLowerCase().normalize('NFD').replace(MARKS, '').replace(/\.$/, '')
}
