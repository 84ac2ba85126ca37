/** What a sentence says of one entity, as named features of the linear model. */

import type { SaidOf } from '../rules/sentiment.ts'
import { ofDistances } from './distances.ts'
import type { Scene } from './scene.ts'
import { stemOf } from './stem.ts'

/** A feature's name and its value; most are 1. */
export type Features = Map<string, number>

const KEPT = new Set(
  'to for by on after as but and from in of not no with over amid at vs than up down out off ahead despite if may'.split(
    ' ',
  ),
)

/** The features of a sentence for entity `index`; -1 for a text that names nobody. */
export function featuresOf(scene: Scene, index: number): Features {
  const features: Features = new Map()
  const put = (name: string, value = 1) => void features.set(name, value)
  put('bias:')
  ofRules(scene, index, put)
  ofSentence(scene, index, put)
  ofWords(scene, index, put)
  ofDistances(scene, index, put)
  ofGrams(scene, index, put)
  ofCues(scene, index, put)
  ofOthers(scene, index, put)
  return features
}

type Put = (name: string, value?: number) => void

const NOTHING: SaidOf = { good: 0, bad: 0, cues: [] }

function ofRules(scene: Scene, index: number, put: Put): void {
  const said = index < 0 ? scene.atLarge : (scene.said.get(index) ?? NOTHING)
  const score = Math.tanh(0.9 * (said.good - said.bad))
  if (said.good > 0) put('r:good', Math.min(1.5, said.good))
  if (said.bad > 0) put('r:bad', Math.min(1.5, said.bad))
  put('r:score', score)
  put(`r:${said.good + said.bad < 0.1 ? 'none' : bucket(score)}`)
  const whole = Math.tanh(0.9 * (scene.atLarge.good - scene.atLarge.bad))
  put('q:whole', whole)
  put(`q:${scene.atLarge.good + scene.atLarge.bad < 0.1 ? 'none' : bucket(whole)}`)
}

function bucket(score: number): string {
  if (Math.abs(score) < 0.13) return '0'
  const size = Math.abs(score) > 0.55 ? 3 : Math.abs(score) > 0.35 ? 2 : 1
  return `${score > 0 ? '+' : '-'}${size}`
}

function ofSentence({ tokens, owner, question, clauses }: Scene, index: number, put: Put): void {
  const others = new Set(owner.filter((one) => one >= 0 && one !== index)).size
  put(`n:${Math.min(3, others)}`)
  if (question) put('s:?')
  put(`s:len${Math.min(4, Math.floor(tokens.length / 5))}`)
  const first = owner.indexOf(index)
  if (index < 0 || first < 0) return put('s:whole')
  put(first === 0 ? 's:first' : owner.lastIndexOf(index) === tokens.length - 1 ? 's:last' : 's:mid')
  const order = new Set(owner.slice(0, first).filter((one) => one >= 0)).size
  put(`s:order${Math.min(3, order)}`)
  const clause = clauses.find(({ from, to }) => first >= from && first < to)
  if (clause && clauses.length > 1) put(`s:${clause.link}`)
}

function ofWords(scene: Scene, index: number, put: Put): void {
  const { tokens, owner, words, clauses } = scene
  const first = owner.indexOf(index)
  const last = owner.lastIndexOf(index)
  const own = clauses.filter(({ from, to }) => owner.slice(from, to).includes(index))
  const multi = owner.some((one) => one >= 0 && one !== index)
  let next = owner.findIndex((one, at) => at > last && one >= 0)
  if (next < 0) next = tokens.length
  const before = owner.findLastIndex((one, at) => at < first && one >= 0)
  words.forEach((word, at) => {
    if ((owner[at] ?? -1) >= 0 || tokens[at]?.kind === 'mark') return
    put(`w:${word}`)
    put(`m:${stemOf(word)}`)
    if (index < 0 || first < 0) return
    if (clauses.length > 1)
      put(`${own.some(({ from, to }) => at >= from && at < to) ? 'c' : 'x'}:${word}`)
    if (at > last && at < next) put(`${multi ? 'R' : 'd'}:${word}`)
    else if (at < first && at > before) put(`${multi ? 'L' : 'l'}:${word}`)
    else if (multi) put(`f:${word}`)
  })
}

const WHOLES =
  /^(?:sensex|nifty|index|indices|bse|nse|market|markets|d-street|stocks?|equity|equities|mcx|ncdex|dow|nasdaq|ftse|dax|nikkei|s&p|russell|street|exchange)$/
const GOODS =
  /^(?:gold|silver|oil|crude|copper|rupee|dollar|euro|yen|bonds?|yields?|gsecs?|zinc|nickel|lead|sugar|cotton|aluminium|commodit(?:y|ies)|gas|soybean|mentha|turmeric|jeera|cardamom)$/
const GROUPS =
  /^(?:psu|banks?|auto|it|pharma|infra|realty|metals?|telecom|cement|funds?|mid-?caps?|small-?caps?|large-?caps?|fmcg|sector|shares|banking|media|power|midcaps|fiis?|mfs?)$/

/** What kind of thing a name is: I an index or exchange, G a good or currency, S a sector, O a firm. */
function kindAt(words: readonly string[], at: number): 'I' | 'G' | 'S' | 'O' {
  const word = words[at] ?? ''
  if (WHOLES.test(word)) return 'I'
  if (GOODS.test(word)) return 'G'
  return GROUPS.test(word) ? 'S' : 'O'
}

/** How the others fare, and what stands on either side of the entity. */
function ofOthers(scene: Scene, index: number, put: Put): void {
  const { owner, cues, words, said } = scene
  const first = owner.indexOf(index)
  if (index < 0 || first < 0) return
  const kind = kindAt(words, first)
  put(`e:${kind}`)
  put(`e:${kind} ${words.slice(first, first + 1).join('')}`)
  const last = owner.lastIndexOf(index)
  const before = owner.findLastIndex((one, at) => at < first && one >= 0)
  const after = owner.findIndex((one, at) => at > last && one >= 0)
  const sideOf = (from: number, to: number, read: 'subject' | 'object') =>
    signOf(
      cues
        .filter((cue) => cue.from >= from && cue.to <= to)
        .reduce((sum, cue) => sum + cue[read], 0),
    )
  const left = sideOf(before + 1, first, 'object')
  const right = sideOf(last + 1, after < 0 ? words.length : after, 'subject')
  put(`z:${left}${right}`)
  if (before < 0 && after < 0) return
  put(
    `Z:${left}${right} ${before < 0 ? '' : kindAt(words, before)}.${after < 0 ? '' : kindAt(words, after)}`,
  )
  const own = said.get(index) ?? NOTHING
  for (const [other, theirs] of said) {
    if (other === index) continue
    put(
      `o:${bucket(Math.tanh(0.9 * (own.good - own.bad)))} ${bucket(Math.tanh(0.9 * (theirs.good - theirs.bad)))}`,
    )
  }
}

/** Words with the entity as T, the others as O, a run of one name as one. */
function masked({ words, owner }: Scene, index: number): string[] {
  const line: string[] = ['^']
  words.forEach((word, at) => {
    const one = owner[at] ?? -1
    if (one < 0) line.push(word)
    else if (owner[at - 1] !== one) line.push(one === index ? 'T' : kindAt(words, at))
  })
  line.push('$')
  return line
}

function ofGrams(scene: Scene, index: number, put: Put): void {
  const line = masked(scene, index)
  for (let at = 0; at < line.length - 1; at += 1) {
    put(`b:${line[at]} ${line[at + 1]}`)
    if (at + 2 < line.length) {
      put(`b:${line[at]} ${line[at + 1]} ${line[at + 2]}`)
    }
  }
}

function ofCues({ tokens, owner, cues, words }: Scene, index: number, put: Put): void {
  const line: string[] = ['^']
  for (let at = 0; at < tokens.length; at += 1) {
    const one = owner[at] ?? -1
    const cue = cues.find(({ from, to }) => at >= from && at < to)
    const word = words[at] ?? ''
    const symbol =
      one >= 0
        ? one === index
          ? 'T'
          : kindAt(words, at)
        : cue
          ? signOf(cue.subject) + (cue.transitive ? signOf(cue.object) : '')
          : tokens[at]?.kind === 'word' && !KEPT.has(word)
            ? '_'
            : word
    if (symbol !== line.at(-1)) line.push(symbol)
  }
  line.push('$')
  const cueful = (gram: string[]) => gram.some((one) => /^[+0-]+$/.test(one))
  for (let at = 0; at < line.length; at += 1)
    for (const size of [2, 3, 4, 5]) {
      const gram = line.slice(at, at + size)
      if (gram.length === size && cueful(gram)) put(`g:${gram.join(' ')}`)
    }
}

function signOf(value: number): string {
  return value > 0.05 ? '+' : value < -0.05 ? '-' : '0'
}
