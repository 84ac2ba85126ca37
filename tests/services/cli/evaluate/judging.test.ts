/** Odd files, readers that fail, runs that are stopped, and calibrations that are checked. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { CompanyReading } from '#shared/domain/document/reading/reading.ts'
import { alongPoints } from '#shared/domain/statistics/points.ts'
import { randomOf } from '#shared/domain/statistics/chance.ts'
import { checkCalibration } from '../../../../services/cli/evaluate/calibration-check.ts'
import { readAll, type Onlooker } from '../../../../services/cli/evaluate/read-all.ts'
import { readLabelled } from '../../../../services/cli/evaluate/labelled.ts'
import type { OpenReader } from '../../../../services/cli/evaluate/readers.ts'
import { openEvaluationTeller } from '../../../../services/cli/evaluate/tell.ts'
import { platt } from '../../../../services/cli/evaluate/platt.ts'

const folder = mkdtempSync(join(tmpdir(), 'stonks-judging-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function read(content: string | Buffer) {
  const file = join(folder, 'lines.jsonl')
  writeFileSync(file, content)
  const [faulty, noted]: string[][] = [[], []]
  const found = readLabelled(
    file,
    (line, why) => faulty!.push(`${line}: ${why}`),
    (line, why) => noted!.push(`${line}: ${why}`),
  )
  return { found, faulty: faulty!, noted: noted! }
}

const line = (id: number, label = 'positive') =>
  JSON.stringify({ id, text: 'Ford wins', entities: [{ name: 'Ford', label }] })

describe('readLabelled()', () => {
  it('reads a mark of UTF-8, CRLF, empty lines and labels in other letters', () => {
    const { found, faulty, noted } = read(
      `\ufeff${line(1, ' Positive')}\r\n\r\n   \r\n${line(2, 'NEG')}\r\n{"headline":"Up","label":"Bullish"}`,
    )
    expect({ faulty, noted }).toEqual({ faulty: [], noted: [] })
    expect(found.map(({ entities }) => entities[0]?.label)).toEqual([
      'positive',
      'negative',
      'positive',
    ])
    expect(found.map((one) => [one.id, one.line])).toEqual([[1, 1], [2, 4], [5, 5]]) // prettier-ignore
  })

  it('names each line that it cannot read, and loses no other', () => {
    const rows = Array.from({ length: 3000 }, (_, at) => line(at))
    rows[1999] = '{"id": 1999, "text": "Ford wi'
    const broken = Buffer.from(`${rows.join('\n')}\n`)
    const bytes = Buffer.concat([
      broken,
      Buffer.from([0x7b, 0xff, 0x7d, 0x0a]),
      Buffer.from(line(3001)),
    ])
    const { found, faulty } = read(bytes)
    expect(found).toHaveLength(3000)
    expect(faulty).toHaveLength(2)
    expect(faulty[0]).toMatch(/^2000: not JSON/)
    expect(faulty[1]).toBe('3001: not UTF-8')
  })

  it.each([
    ['[1]', 'no JSON object'],
    [
      '{"text":"x"}',
      'no label: neither {"text","entities":[{"name","label"}]} nor {"text","label"}',
    ],
    ['{"text":"x","entities":[]}', 'entities: no entity'],
    ['{"text":"x","entities":[{"name":"x"}]}', 'entities.0.label: no {"name","label"}'],
    [
      '{"text":"x","entities":[{"name":"x","label":"great"}]}',
      'entities.0.label: "great" is none of positive, neutral, negative',
    ],
    ['{"text":" ","label":"positive"}', 'text: the text is empty'],
    ['{"label":"positive"}', 'text: no text'],
    ['{"headline":"x","entities":{"x":1}}', 'entities.x: no label: positive, neutral or negative'],
  ])('says of %s what is missing', (shown, why) => {
    expect(read(shown).faulty).toEqual([`1: ${why}`])
  })

  it('notes ids that come twice and names that the text does not hold, and reads them', () => {
    const odd = '{"id":1,"text":"It wins","entities":[{"name":"Ford","label":"positive"}]}'
    const { found, noted } = read(`${line(1)}\n${odd}`)
    expect(found).toHaveLength(2)
    expect(noted).toEqual([
      '2: id 1 stood on line 1; both are read',
      '2: the text does not name "Ford"; read as a whole',
    ])
  })

  it('refuses a file that is something else', () => {
    expect(() => read(Buffer.from('\ufeffx', 'utf16le'))).toThrow(/UTF-16/)
    expect(() => read('[\n{}\n]')).toThrow(/one object a line/)
  })
})

const company = (sentiment: 'positive' | 'negative', confidence = 0.9): CompanyReading => ({
  entity: 'Ford',
  sentiment,
  score: 0.5,
  impact: 0.5,
  confidence,
  catalyst: 'other',
  quotes: [],
})

describe('readAll()', () => {
  const { found: texts } = read(Array.from({ length: 12 }, (_, at) => line(at + 1)).join('\n'))
  const quiet = (signal = new AbortController().signal): Onlooker & { told: string[] } => {
    const told: string[] = []
    const failed = (at: number, why: string) => void told.push(`${at}: ${why}`)
    return { signal, told, failed, progress: () => undefined }
  }
  const by = { model: 'm', modelVersion: '1', promptVersion: '1' }
  const reader = (read: OpenReader['read']): OpenReader => ({ by: () => by, read })

  it('keeps what was read when it is stopped', async () => {
    const stop = new AbortController()
    let times = 0
    const found = await readAll(
      texts,
      reader(() => {
        times += 1
        if (times === 4) stop.abort()
        if (stop.signal.aborted) return Promise.reject(new Error('aborted'))
        return Promise.resolve({ companies: [company('positive')], tokens: 7 })
      }),
      quiet(stop.signal),
    )
    expect(found).toMatchObject({ lines: 3, failed: 0, tokens: 21, stopped: 'it was stopped' })
    expect(found.answers).toHaveLength(3)
  })

  it('tells a text that the reader fails on and goes on, until it fails five times in a row', async () => {
    const watching = quiet()
    let times = 0
    const found = await readAll(
      texts,
      reader(() => {
        times += 1
        return times === 2 || times > 4
          ? Promise.reject(new Error('cut'))
          : Promise.resolve({ companies: [], tokens: null })
      }),
      watching,
    )
    expect(watching.told).toEqual(['2', '5', '6', '7', '8', '9'].map((at) => `${at}: cut`))
    expect(found).toMatchObject({ lines: 3, failed: 6, tokens: null })
    expect(found.stopped).toBe('the reader failed 5 times in a row')
    expect(found.answers[0]).toMatchObject({ got: 'neutral', confidence: 0 })
  })
})

describe('openEvaluationTeller()', () => {
  it('tells twenty of each kind and counts the rest, and its progress every five seconds', () => {
    const said: string[] = []
    let now = 0
    const teller = openEvaluationTeller(
      (text) => said.push(text),
      () => now,
    )
    for (let at = 1; at <= 25; at += 1) teller.faulty(at, 'odd')
    const soFar = { answers: [], lines: 10, failed: 0, tokens: 0, seconds: 5, stopped: null }
    teller.progress(soFar, 100)
    now = 5_000
    teller.progress(soFar, 100)
    teller.progress(soFar, 100)
    expect(teller.end()).toBe(25)
    expect(said).toHaveLength(22)
    expect(said[20]).toBe('  10 of 100 texts, 0.000 right so far, about 45 s left\n')
    expect(said[21]).toMatch(/were not read: 25/)
  })
})

describe('calibration', () => {
  /** Right as often as the square of what it says: too sure. */
  const answers = (count: number) => {
    const random = randomOf(3)
    return Array.from({ length: count }, (_, at) => {
      const raw = random()
      const got = random() < raw ** 2 ? ('positive' as const) : ('negative' as const)
      return {
        text: `text ${at}`,
        gold: 'positive' as const,
        got,
        confidence: raw,
        raw,
        differs: false,
      }
    })
  }

  it.each([
    [6000, 'isotonic'],
    [600, 'platt'],
  ])('of %i answers is %s, fitted on one part and better on the other', (count, method) => {
    const found = checkCalibration(answers(count), 0.5)
    expect(found.method).toBe(method)
    expect(found.fitted_on + found.checked_on).toBe(count)
    expect(found.fitted_on / count).toBeCloseTo(0.5, 1)
    expect(found.ece.before).toBeGreaterThan(0.12)
    expect(found.ece.after).toBeLessThan(0.08)
    expect(found.brier.after).toBeLessThan(found.brier.before)
    const curve = [0.1, 0.3, 0.5, 0.7, 0.9].map((raw) => alongPoints(found.points, raw))
    expect(curve).toEqual(curve.toSorted((a, b) => a - b))
  })

  it('is the same for the same texts in another order, and refused where they are too few', () => {
    const all = answers(800)
    const { points } = checkCalibration(all, 0.6)
    const turned = checkCalibration(all.toReversed(), 0.6).points
    for (const raw of [0.2, 0.5, 0.8])
      expect(alongPoints(turned, raw)).toBeCloseTo(alongPoints(points, raw), 2)
    expect(() => checkCalibration(answers(60), 0.5)).toThrow(/each part needs 50 labels/)
  })

  it('by two numbers stands still where every confidence is the same', () => {
    const same = Array.from({ length: 100 }, (_, at) => ({ chance: 0.9, right: at % 4 > 0 }))
    expect(alongPoints(platt(same), 0.9)).toBeCloseTo(0.75, 1)
  })
})
