/** A sentence cut where another statement begins. */

import type { Token } from './tokens.ts'

type Link =
  /** Stands by itself. */
  | 'main'
  /** Gives the cause, the time or the circumstance of what stands before it. */
  | 'cause'
  /** Stands against what stands before it. */
  | 'contrast'
  /** Is set aside by the main statement: despite, although. */
  | 'conceded'

export type Clause = { link: Link; from: number; to: number }

const LINKS = new Map<string, Link>(
  Object.entries({
    after: 'cause',
    as: 'cause',
    amid: 'cause',
    amidst: 'cause',
    because: 'cause',
    since: 'cause',
    following: 'cause',
    on: 'cause',
    when: 'cause',
    if: 'cause',
    before: 'cause',
    ahead: 'cause',
    over: 'cause',
    due: 'cause',
    thanks: 'cause',
    where: 'cause',
    which: 'cause',
    who: 'cause',
    by: 'cause',
    until: 'cause',
    unless: 'cause',
    for: 'cause',
    with: 'cause',
    but: 'contrast',
    while: 'contrast',
    whereas: 'contrast',
    however: 'contrast',
    yet: 'contrast',
    and: 'main',
    despite: 'conceded',
    although: 'conceded',
    though: 'conceded',
    notwithstanding: 'conceded',
  }),
)
/** Words that cut only where a statement of some length stands before and after them. */
const SOFT = new Set([
  'on',
  'over',
  'by',
  'for',
  'with',
  'since',
  'and',
  'before',
  'when',
  'if',
  'who',
  'which',
  'where',
])
const HARD_MARKS = new Set([';', '|', '–', '—', '-', '--', '...', '…', '?', '!'])

/** Clauses of a sentence's tokens, in order; every token is in one. */
export function clausesOf(
  tokens: readonly Token[],
  statesSomething: (from: number, to: number) => boolean,
): Clause[] {
  const clauses: Clause[] = []
  let open: Clause = { link: 'main', from: 0, to: 0 }
  const cut = (at: number, link: Link) => {
    if (at > open.from) clauses.push({ ...open, to: at })
    open = { link, from: at, to: at }
  }
  tokens.forEach(({ word, kind }, at) => {
    if (kind === 'mark' && HARD_MARKS.has(word)) return cut(at + 1, 'main')
    if (
      kind === 'mark' &&
      (word === ',' || word === ':') &&
      statesSomething(open.from, at) &&
      statesSomething(at + 1, nextMark(tokens, at + 1))
    ) {
      return cut(at + 1, 'main')
    }
    const link = kind === 'word' ? LINKS.get(word) : undefined
    if (link === undefined || at === open.from) {
      if (link !== undefined && at === open.from) open.link = link === 'main' ? open.link : link
      return
    }
    if (
      SOFT.has(word) &&
      !(statesSomething(open.from, at) && statesSomething(at + 1, nextMark(tokens, at + 1)))
    )
      return
    if (
      word === 'as' &&
      (tokens[at + 1]?.kind === 'number' ||
        (/^(?:much|many|well|a|of|chief|ceo|cfo|head|low|high|president|it)$/.test(
          tokens[at + 1]?.word ?? '',
        ) &&
          tokens[at + 1]?.word !== 'it'))
    )
      return
    cut(at, link)
  })
  clauses.push({ ...open, to: tokens.length })
  return clauses
}

function nextMark(tokens: readonly Token[], from: number): number {
  for (let at = from; at < tokens.length; at += 1) {
    const { kind, word } = tokens[at] as Token
    if (kind === 'mark' && (HARD_MARKS.has(word) || word === ',' || word === ':')) return at
  }
  return tokens.length
}
