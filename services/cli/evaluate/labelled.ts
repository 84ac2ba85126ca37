/** Texts with what is known of each entity, as files of labelled sets tell them. */

import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import type { Class } from '#shared/domain/document/tone/model.ts'
import type { Span } from '#shared/domain/document/text/sentences.ts'
import { messageOf } from '#shared/host/faults.ts'

export type Labelled = {
  id: string | number
  text: string
  entities: { name: string; label: Class; occurrences: Span[] }[]
}

const Label = v.picklist(['positive', 'neutral', 'negative'])
const Id = v.union([v.string(), v.number()])
const Text = v.pipe(v.string(), v.minLength(1), v.maxLength(1_000_000))
const LEANINGS = { bullish: 'positive', bearish: 'negative' } as const

/** One entity a row; names and their labels; or one label for the whole text. */
const Line = v.union([
  v.object({
    id: v.optional(Id),
    text: Text,
    entities: v.pipe(
      v.array(v.object({ name: v.string(), label: Label })),
      v.minLength(1),
      v.maxLength(100),
    ),
  }),
  v.object({ id: v.optional(Id), headline: Text, entities: v.record(v.string(), Label) }),
  v.object({
    id: v.optional(Id),
    text: Text,
    label: v.union([Label, v.picklist(['bullish', 'bearish'])]),
  }),
])

/** The lines of a file; `faulty` is called with each line that is none, and why. */
export function readLabelled(
  file: string,
  faulty: (line: number, why: string) => void,
): Labelled[] {
  const found: Labelled[] = []
  readFileSync(file === '-' ? 0 : file, 'utf8')
    .split(/\r?\n/)
    .forEach((shown, index) => {
      if (shown.trim() === '') return
      const line = readLine(shown, index + 1)
      if (typeof line === 'string') faulty(index + 1, line)
      else found.push(line)
    })
  return found
}

function readLine(shown: string, number: number): Labelled | string {
  let value: unknown
  try {
    value = JSON.parse(shown)
  } catch (fault) {
    return `not JSON: ${messageOf(fault)}`
  }
  const { success, output } = v.safeParse(Line, value)
  if (!success) return 'neither {"text","entities":[{"name","label"}]} nor {"text","label"}'
  const id = output.id ?? number
  if ('label' in output) {
    const { text, label } = output
    const known = label === 'bullish' || label === 'bearish' ? LEANINGS[label] : label
    return { id, text, entities: [{ name: '', label: known, occurrences: [] }] }
  }
  const text = 'headline' in output ? output.headline : output.text
  const named =
    'headline' in output
      ? Object.entries(output.entities).map(([name, label]) => ({ name, label }))
      : output.entities
  return {
    id,
    text,
    entities: named.map((one) => ({ ...one, occurrences: occurrencesIn(text, one.name) })),
  }
}

/** Where a name stands in a text, as a word where it stands as one. */
function occurrencesIn(text: string, name: string): Span[] {
  if (name === '') return []
  const all: Span[] = []
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length))
    all.push({ start: at, end: at + name.length })
  const whole = all.filter(({ start, end }) => !isPart(text[start - 1]) && !isPart(text[end]))
  return whole.length > 0 ? whole : all
}

function isPart(sign: string | undefined): boolean {
  return sign !== undefined && /[\p{L}\p{N}]/u.test(sign)
}

/** Three texts in twenty, by their words alone: never trained on, never tuned on. */
export function isHeldOut(text: string): boolean {
  let hash = 2166136261
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 16777619)
  return (hash >>> 0) % 20 < 3
}
