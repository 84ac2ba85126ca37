/** What a word of `stonks trading` is given, and what comes of it. */

import { UsageError } from '../command.ts'
import type { AskEngine } from './ask-engine.ts'
import type { Typed } from './typed.ts'

export type WordParts = {
  ask: AskEngine
  typed: Typed
  /** False: whoever types thought better of it. */
  confirm: (question: string) => Promise<boolean>
}

/** What came of a word: as JSON, and in lines for people. */
type Outcome = { answer: unknown; lines: string }
export type Word = (parts: WordParts) => Promise<Outcome | undefined>

export const outcome = <T>(answer: T, lines: (answer: T) => string): Outcome => ({
  answer,
  lines: lines(answer),
})

/** The one word behind the word. @throws UsageError where there is none, or more. */
export function only({ words: said }: Typed, what: string): string {
  const [one, ...surplus] = said
  if (one === undefined || surplus.length > 0) throw new UsageError(`it takes ${what}`)
  return one
}

/** @throws UsageError where nothing was said. */
export function needed(reason: string): string {
  if (reason === '') throw new UsageError('--reason says why: it is kept in the audit')
  return reason
}
