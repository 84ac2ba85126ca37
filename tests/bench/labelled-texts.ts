/** Texts whose labels are known: held-out ones where they lie beside the checkout, else our own lessons. */

import { existsSync } from 'node:fs'
import { lessons } from '../../services/cli/evaluate/expand.ts'
import { isHeldOut, readLabelled, type Labelled } from '../../services/cli/evaluate/labelled.ts'
import { beside } from '../helpers/beside.ts'

const LESSON_TIMES = 5

export function labelledTexts(): Labelled[] {
  const { path } = beside('data/news/sentfin_dev.jsonl')
  if (existsSync(path))
    return readLabelled(path, () => undefined).filter(({ text }) => isHeldOut(text))
  return lessons(LESSON_TIMES).map(({ text, label, places }, line) => {
    const occurrences = places[0] ?? []
    return { id: line, line, text, entities: [{ name: 'T', label, occurrences }] }
  })
}
