/**
 * WordPiece, as BERT models without case read texts: lower case, no accents, words cut into the longest
 * pieces of the vocabulary. Source: Devlin et al. 2018, and the tokenizer published with the model.
 */

export type WordPieces = {
  /** Ids with the marks of beginning and end, at most `max` of them. */
  encode(text: string, max: number): number[]
}

const WORD_MAX = 100

/** `vocabulary` is the model's `vocab.txt`. @throws RangeError where it lacks a mark. */
export function openWordPieces(vocabulary: string): WordPieces {
  const ids = new Map(vocabulary.split(/\r?\n/).map((piece, id) => [piece, id]))
  const mark = (name: string): number => {
    const id = ids.get(name)
    if (id === undefined) throw new RangeError(`Read a vocabulary: it has no ${name}`)
    return id
  }
  const [begin, end, unknown] = [mark('[CLS]'), mark('[SEP]'), mark('[UNK]')]
  return {
    encode(text, max) {
      const pieces = wordsOf(text).flatMap((word) => piecesOf(word, ids) ?? [unknown])
      return [begin, ...pieces.slice(0, Math.max(0, max - 2)), end]
    },
  }
}

function wordsOf(text: string): string[] {
  const plain = text
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/\p{Mn}/gu, '')
  return plain.match(/[\p{P}\p{S}]|[^\s\p{P}\p{S}]+/gu) ?? []
}

/** Undefined where a word cannot be put together. */
function piecesOf(word: string, ids: ReadonlyMap<string, number>): number[] | undefined {
  if (word.length > WORD_MAX) return undefined
  const pieces: number[] = []
  for (let start = 0; start < word.length;) {
    let end = word.length
    const at = () => ids.get((start > 0 ? '##' : '') + word.slice(start, end))
    while (end > start && at() === undefined) end -= 1
    const id = at()
    if (end === start || id === undefined) return undefined
    pieces.push(id)
    start = end
  }
  return pieces
}
