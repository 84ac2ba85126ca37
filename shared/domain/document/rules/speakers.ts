/** Who only says something: `Buy Infosys: Religare`, `says Goldman Sachs`, `Moody's expects …`. */

import type { Token } from './tokens.ts'

/** Verbs whose subject speaks of others. */
const SPEAKS =
  /^(?:says?|said|sees?|expects?|recommends?|tells|told|believes?|thinks?|predicts?|initiates?|upgrades?|downgrades?|maintains?|reiterates?|advises?|suggests?|estimates?)$/
const SOURCE_TOKENS_MAX = 10
/** `Moody's expects DLF to …`: the other stands so near behind the verb. */
const OTHER_WITHIN = 5

/** Owners of tokens, without the places where an entity only speaks. */
export function withoutSpeakers(tokens: readonly Token[], named: readonly number[]): number[] {
  const owner = [...named]
  const colon = tokens.findLastIndex(({ word }) => word === ':')
  const tail = tokens.length - colon - 1
  if (colon >= 4 && tail <= SOURCE_TOKENS_MAX && tokens.slice(colon + 1).every(isNamePart)) {
    owner.fill(-1, colon + 1)
  }
  for (let at = 0; at < tokens.length; at += 1) {
    const index = owner[at] ?? -1
    if (index < 0 || owner[at - 1] === index) continue
    const end = endOf(named, at)
    const before = tokens[at - 1]?.word ?? ''
    const quoted =
      /^(?:says?|said)$/.test(before) || (before === 'to' && tokens[at - 2]?.word === 'according')
    const ofOthers = named
      .slice(end + 1, end + 1 + OTHER_WITHIN)
      .some((one) => one >= 0 && one !== index)
    if (quoted || (ofOthers && SPEAKS.test(tokens[end]?.word ?? ''))) owner.fill(-1, at, end)
  }
  return owner
}

/** Capitals, commas, brackets and short joining words: a name with a house behind it. */
function isNamePart({ kind, capital, word }: Token): boolean {
  return kind === 'mark'
    ? /^[,()&]$/.test(word)
    : kind === 'word' && (capital || /^(?:of|and|the|de|md|ceo)$/.test(word))
}

/** Where the name that starts at a token ends. */
function endOf(named: readonly number[], at: number): number {
  const length = named.slice(at).findIndex((one) => one !== named[at])
  return length < 0 ? named.length : at + length
}
