/** What every question of a reader has, and how its reply is held to its contract. */

import { randomInt } from 'node:crypto'
import * as v from 'valibot'
import type { AgentQuestion } from '../agent-question.ts'
import { BadReply } from '../server.ts'
import { PROMPT_VERSION, type PromptWords } from './prompts.ts'
import type { Sheet, SheetLine } from './sheet.ts'

/** What all questions have: words around a mark of this call, and a seed. */
export function questionOf(
  words: (mark: string) => PromptWords,
  { lines }: Sheet,
  seed: number,
): Pick<AgentQuestion<unknown>, 'system' | 'prompt' | 'seed' | 'asked' | 'promptVersion'> {
  return { ...words(markBeside(lines)), seed, promptVersion: PROMPT_VERSION }
}

/** Letters that few tokens hold, and no word. */
const MARK_LETTERS = 'bcdfghjkmnpqrstvwxz'
const MARK_LENGTH = 3

/** Nobody who wrote the text can know it, and the text cannot hold it. */
function markBeside(lines: readonly SheetLine[]): string {
  for (;;) {
    const drawn = Array.from(
      { length: MARK_LENGTH },
      () => MARK_LETTERS[randomInt(MARK_LETTERS.length)],
    )
    const mark = drawn.join('')
    if (lines.every(({ shown }) => !shown.includes(mark))) return mark
  }
}

/** Where the whole did not fit. */
export function halfSheet(sheet: Sheet): Sheet {
  const lines = sheet.lines.slice(0, Math.ceil(sheet.lines.length / 2))
  return { ...sheet, lines, wasCut: true }
}

/** @throws BadReply where a reply is not what the contract says. */
export function fitReply<S extends v.GenericSchema>(contract: S, reply: string): v.InferOutput<S> {
  let found: unknown
  try {
    found = JSON.parse(reply)
  } catch (cause) {
    throw new BadReply('model_not_json', 'Read the reply of a model: it is not JSON', { cause })
  }
  const result = v.safeParse(contract, found)
  if (result.success) return result.output
  const where = v.getDotPath(result.issues[0]) ?? 'the whole'
  throw new BadReply('model_other_schema', `Read the reply of a model: ${where} does not fit`)
}
