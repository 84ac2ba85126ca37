/** Which language a text is in, told from its small words; enough to set English apart. */

import { beginning } from './text/cut.ts'

export type Language = 'en' | 'de' | 'fr' | 'es' | 'it' | 'pt' | 'nl' | 'other' | 'und'

const SMALL_WORDS: Record<Exclude<Language, 'other' | 'und'>, string> = {
  en: 'the of and to in for on with as at by from is are was were be been has have had it its this that will says after over not but up an their he she they his her who amid',
  de: 'der die und das den von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach wird bei einer um sind noch wie einem über',
  fr: 'le la les et des en du une est que qui dans pour pas sur au plus par avec son sont il elle ce cette ont aux mais ou leur été ses nous vous',
  es: 'el los las de la que en y del se por con una su para es al lo como más pero sus le ya fue este ha sí porque esta entre cuando sin sobre',
  it: 'il di che è la per un non una sono del con si da dei come le lo più ma al nel alla della gli anche questo ha delle',
  pt: 'o os da do que em um para com não uma é no na por mais dos como mas ao ele das à seu sua ou quando muito nos já também',
  nl: 'de het een van en te dat op zijn met voor niet aan er om ook als dan maar bij uit nog naar heeft ze deze wordt door over',
}

const languagesOf = new Map<string, Language[]>()
for (const [language, words] of Object.entries(SMALL_WORDS)) {
  for (const word of words.split(' ')) {
    languagesOf.set(word, [...(languagesOf.get(word) ?? []), language as Language])
  }
}

const WORDS_READ = 400

/**
 * The language of a text: `other` where its letters are mostly not Latin, `und` where it has too
 * few small words to tell (most headlines).
 */
export function languageOf(text: string): Language {
  const read = beginning(text, 4_000)
  const letters = read.match(/\p{L}/gu)?.length ?? 0
  const latin = read.match(/\p{Script=Latin}/gu)?.length ?? 0
  if (letters > 0 && latin < letters * 0.6) return 'other'
  const counts = new Map<Language, number>()
  const met = new Set<string>()
  let words = 0
  for (const [word] of read.toLowerCase().matchAll(/\p{L}+/gu)) {
    if (++words > WORDS_READ) break
    // A word counts once: `no, no, no` is not Spanish.
    if (met.has(word)) continue
    met.add(word)
    for (const language of languagesOf.get(word) ?? []) {
      counts.set(language, (counts.get(language) ?? 0) + 1)
    }
  }
  const [best, second] = [...counts].sort((a, b) => b[1] - a[1] || (a[0] === 'en' ? -1 : 1))
  if (!best) return 'und'
  const clear =
    best[0] === 'en' ? best[1] >= 1 : best[1] >= 3 && best[1] > 1.5 * (counts.get('en') ?? 0)
  if (best[0] !== 'en' && !clear) return counts.has('en') ? 'en' : 'und'
  return clear && best[1] >= (second?.[1] ?? 0) ? best[0] : 'und'
}
