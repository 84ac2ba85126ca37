/** Texts with what is known of each entity, as files of labelled sets tell them. */

import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { beginning } from '#shared/domain/document/text/cut.ts'
import type { Class } from '#shared/domain/document/tone/model.ts'
import { hashOfText } from '#shared/domain/text-hash.ts'
import type { Span } from '#shared/domain/document/text/sentences.ts'
import { messageOf } from '#shared/host/faults.ts'

export type Labelled = {
  id: string | number
  /** In its file, from 1. */
  line: number
  text: string
  entities: { name: string; label: Class; occurrences: Span[] }[]
}

/** Labels as sets spell them, in small letters. */
const SPELLINGS: Readonly<Record<string, Class>> = {
  positive: 'positive',
  pos: 'positive',
  bullish: 'positive',
  neutral: 'neutral',
  neu: 'neutral',
  negative: 'negative',
  neg: 'negative',
  bearish: 'negative',
}

const ENTITIES_MAX = 100
const Label = v.pipe(
  v.string('no label: positive, neutral or negative'),
  v.rawTransform(({ dataset, addIssue, NEVER }): Class => {
    const known = SPELLINGS[dataset.value.trim().toLowerCase()]
    if (known) return known
    addIssue({
      message: `"${beginning(dataset.value, 40)}" is none of positive, neutral, negative`,
    })
    return NEVER
  }),
)
const Id = v.union([v.string(), v.number()], 'an id is a word or a number')
const Text = v.pipe(
  v.string('no text'),
  v.check((text) => text.trim() !== '', 'the text is empty'),
  v.maxLength(1_000_000, 'longer than 1,000,000 characters'),
)
const Name = v.string('no name')

const Named = v.object({
  id: v.optional(Id),
  text: Text,
  entities: v.pipe(
    v.array(v.object({ name: Name, label: Label }, 'no {"name","label"}')),
    v.minLength(1, 'no entity'),
    v.maxLength(ENTITIES_MAX, `more than ${ENTITIES_MAX} entities`),
  ),
})
const Keyed = v.object({
  id: v.optional(Id),
  text: Text,
  entities: v.pipe(
    v.record(v.string(), Label),
    v.check((found) => Object.keys(found).length > 0, 'no entity'),
  ),
})
const Whole = v.object({ id: v.optional(Id), text: Text, label: Label })

/**
 * The lines of a file, UTF-8 with or without its mark, however they end; `-` is standard input.
 *
 * `faulty` is called with each line that cannot be read, and why; `noted` with what is odd about one
 * that is read all the same: an entity that its text does not name, an id that stood before.
 *
 * @throws Error where the file as a whole is something else.
 */
export function readLabelled(
  file: string,
  faulty: (line: number, why: string) => void,
  noted: (line: number, why: string) => void = () => undefined,
): Labelled[] {
  const bytes = readFileSync(file === '-' ? 0 : file)
  const [first, second] = bytes
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    throw new Error('it is UTF-16; save it as UTF-8')
  const found: Labelled[] = []
  const lineOf = new Map<string | number, number>()
  for (const [index, shown] of linesOf(bytes).entries()) {
    const line = index + 1
    if (shown?.trim() === '') continue
    if (index === 0 && shown?.trim() === '[')
      throw new Error('it is one JSON array; write one object a line')
    const read = shown === undefined ? 'not UTF-8' : readLine(shown, line)
    if (typeof read === 'string') {
      faulty(line, read)
      continue
    }
    const before = lineOf.get(read.id)
    if (before === undefined) lineOf.set(read.id, line)
    else noted(line, `id ${JSON.stringify(read.id)} stood on line ${before}; both are read`)
    for (const { name, occurrences } of read.entities)
      if (name !== '' && occurrences.length === 0)
        noted(
          line,
          `the text does not name ${JSON.stringify(beginning(name, 60))}; read as a whole`,
        )
    found.push(read)
  }
  return found
}

/** Each line by itself, so that one with broken bytes is one line; undefined where it has them. */
function linesOf(bytes: Buffer): (string | undefined)[] {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const lines: (string | undefined)[] = []
  for (let from = 0; from <= bytes.length;) {
    const end = bytes.indexOf(0x0a, from)
    const to = end === -1 ? bytes.length : end
    try {
      lines.push(decoder.decode(bytes.subarray(from, to)))
    } catch {
      lines.push(undefined)
    }
    from = to + 1
  }
  return lines
}

function readLine(shown: string, line: number): Labelled | string {
  let value: unknown
  try {
    value = JSON.parse(shown)
  } catch (fault) {
    return `not JSON: ${messageOf(fault)}`
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'no JSON object'
  const row = { ...value } as Record<string, unknown>
  // A key that is not there would be told in the schema's words, not in ours.
  row['text'] ??= row['headline'] ?? null
  const isNamed = row['entities'] !== undefined
  if (!isNamed && row['label'] === undefined)
    return 'no label: neither {"text","entities":[{"name","label"}]} nor {"text","label"}'
  const form = !isNamed ? Whole : Array.isArray(row['entities']) ? Named : Keyed
  const { success, output, issues } = v.safeParse(form, row)
  if (!success) return `${v.getDotPath(issues[0]) ?? 'the line'}: ${issues[0].message}`
  const { id = line, text } = output
  const named =
    'label' in output
      ? [{ name: '', label: output.label }]
      : Array.isArray(output.entities)
        ? output.entities
        : Object.entries(output.entities).map(([name, label]) => ({ name, label }))
  const entities = named.map((one) => ({ ...one, occurrences: occurrencesIn(text, one.name) }))
  return { id, line, text, entities }
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
  return hashOfText(text) % 20 < 3
}
