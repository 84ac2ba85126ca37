/** Which language a text is in, told from its letters and its small words; enough to set English apart. */

import { beginning } from './text/cut.ts'

/** By ISO 639-1; `other` is one that has no name here, `und` is one that cannot be told. */
export type Language =
  | 'en'
  | 'de'
  | 'fr'
  | 'es'
  | 'it'
  | 'pt'
  | 'nl'
  | 'pl'
  | 'sv'
  | 'tr'
  | 'zh'
  | 'ja'
  | 'ko'
  | 'ru'
  | 'ar'
  | 'he'
  | 'el'
  | 'th'
  | 'hi'
  | 'other'
  | 'und'

const SMALL_WORDS = {
  en: 'the of and to in for on with as at by from is are was were be been has have had it its this that will says after over not but up an their he she they his her who amid',
  de: 'der die und das den von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach wird bei einer um sind noch wie einem über vor zum zur gegen mehr',
  fr: 'le la les et des en du une est que qui dans pour pas sur au plus par avec son sont il elle ce cette ont aux mais ou leur été ses nous vous après selon contre',
  es: 'el los las de la que en y del se por con una su para es al lo como más pero sus le ya fue este ha sí porque esta entre cuando sin sobre tras según',
  it: 'il di che è la per un non una sono del con si da dei come le lo più ma al nel alla della gli anche questo ha delle dopo sulla dalla',
  pt: 'o os da do que em um para com não uma é no na por mais dos como mas ao ele das à seu sua ou quando muito nos já também após pela pelo são',
  nl: 'de het een van en te dat op zijn met voor niet aan er om ook als dan maar bij uit nog naar heeft ze deze wordt door over',
  pl: 'i w z na do nie się że jest po za od jak przez dla ale czy być ma są oraz ten tym które który jego',
  sv: 'och att det som på är av för med den till ett har inte om kan från vid efter under ska',
  tr: 've bir bu için ile olarak daha çok olan gibi kadar sonra göre ise oldu',
} as const

/** Scripts that all but tell the language; the first of which the text has enough. */
const SCRIPTS: readonly [Language, RegExp, number][] = [
  // Chinese has no kana, Japanese much of it.
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu, 0.1],
  ['ko', /\p{Script=Hangul}/gu, 0.3],
  ['zh', /\p{Script=Han}/gu, 0.3],
  ['ru', /\p{Script=Cyrillic}/gu, 0.4],
  ['ar', /\p{Script=Arabic}/gu, 0.4],
  ['he', /\p{Script=Hebrew}/gu, 0.4],
  ['el', /\p{Script=Greek}/gu, 0.4],
  ['th', /\p{Script=Thai}/gu, 0.4],
  ['hi', /\p{Script=Devanagari}/gu, 0.4],
]

const languagesOf = new Map<string, Language[]>()
for (const [language, words] of Object.entries(SMALL_WORDS)) {
  for (const word of words.split(' ')) {
    languagesOf.set(word, [...(languagesOf.get(word) ?? []), language as Language])
  }
}

const WORDS_READ = 400

/**
 * The language of a text: `other` where its letters are mostly of no script known here, `und` where
 * it has too few small words to tell (most headlines).
 */
export function languageOf(text: string): Language {
  const read = beginning(text, 4_000)
  const letters = read.match(/\p{L}/gu)?.length ?? 0
  const latin = read.match(/\p{Script=Latin}/gu)?.length ?? 0
  if (letters > 0 && latin < letters * 0.6) {
    const script = SCRIPTS.find(
      ([, letter, share]) => (read.match(letter)?.length ?? 0) >= letters * share,
    )
    return script?.[0] ?? 'other'
  }
  const counts = countSmallWords(read)
  const [best, second] = [...counts].sort((a, b) => b[1] - a[1] || (a[0] === 'en' ? -1 : 1))
  if (!best) return 'und'
  const clear =
    best[0] === 'en' ? best[1] >= 1 : best[1] >= 3 && best[1] > 1.5 * (counts.get('en') ?? 0)
  if (best[0] !== 'en' && !clear) return counts.has('en') ? 'en' : 'und'
  return clear && best[1] >= (second?.[1] ?? 0) ? best[0] : 'und'
}

function countSmallWords(text: string): Map<Language, number> {
  const counts = new Map<Language, number>()
  const met = new Set<string>()
  const isLoud = !/\p{Ll}/u.test(text)
  let words = 0
  for (const { 0: word, index } of text.matchAll(/\p{L}+/gu)) {
    if (++words > WORDS_READ) break
    const small = word.toLowerCase()
    // A word counts once: `no, no, no` is not Spanish.
    if (met.has(small)) continue
    met.add(small)
    // Nor is what names a place: `Los Angeles`, `La Colombe`.
    const isName =
      small !== word &&
      index > 0 &&
      !isLoud &&
      !/[.!?\n"“]\s*$/.test(text.slice(Math.max(0, index - 3), index))
    for (const language of languagesOf.get(small) ?? []) {
      if (!isName || language === 'en') counts.set(language, (counts.get(language) ?? 0) + 1)
    }
  }
  return counts
}
