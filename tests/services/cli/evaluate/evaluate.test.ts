import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { sureness } from '#shared/domain/document/tone/model.ts'
import { isotonic } from '../../../../services/cli/evaluate/calibrate.ts'
import { lessons } from '../../../../services/cli/evaluate/expand.ts'
import { fit, logitsOf } from '../../../../services/cli/evaluate/fit.ts'
import { measureAnswers, type JudgedAnswer } from '../../../../services/cli/evaluate/measures.ts'

const MAIN = fileURLToPath(new URL('../../../../services/cli/main.ts', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'stonks-evaluate-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const LINES = [
  {
    id: 1,
    text: 'Ford beats GM in trucks',
    entities: [
      { name: 'Ford', label: 'positive' },
      { name: 'GM', label: 'negative' },
    ],
  },
  { id: 2, headline: 'Acme profit plunges', entities: { Acme: 'negative' } },
  { id: 3, text: 'Profit surges', label: 'bullish' },
]
  .map((line) => JSON.stringify(line))
  .join('\n')

const evaluate = (args: string[], input: string) =>
  spawnSync(process.execPath, ['--no-warnings', MAIN, 'evaluate', ...args], {
    input,
    encoding: 'utf8',
  })

describe('stonks evaluate', () => {
  it('measures a reader on labelled lines of each form, and draws its calibration', () => {
    const plot = join(folder, 'plot.svg')
    const { status, stdout } = evaluate(
      ['-', '--reader', 'rules-v2', '--json', '--plot', plot],
      LINES,
    )
    expect(status).toBe(0)
    const report = JSON.parse(stdout) as object
    expect(Object.keys(report)).toEqual(
      'lines labels accuracy macro_f1 per_class differing_accuracy brier ece texts_per_second tokens'.split(
        ' ',
      ),
    )
    expect(report).toMatchObject({
      lines: 3,
      labels: 4,
      accuracy: 1,
      differing_accuracy: 1,
      tokens: 0,
      per_class: { positive: { labels: 2, recall: 1 }, negative: { labels: 2, recall: 1 } },
    })
    expect(readFileSync(plot, 'utf8')).toMatch(/^<svg .*[\s\S]*<circle/)
  })

  it('tells a bad line by its number and reads on; an unknown reader is wrong use', () => {
    const { status, stderr, stdout } = evaluate(
      ['-', '--reader', 'rules-v1', '--json'],
      `oops\n{"id":1,"text":"x"}\n${LINES}\n`,
    )
    expect(status).toBe(1)
    expect(stderr).toMatch(/line 1: not JSON.*\n.*line 2: no label.*\n.*were not read: 2/)
    expect(JSON.parse(stdout)).toMatchObject({ lines: 3, labels: 4 })
    expect(() =>
      execFileSync(process.execPath, ['--no-warnings', MAIN, 'evaluate', '-', '--reader', 'x'], {
        input: LINES,
        stdio: 'pipe',
      }),
    ).toThrow(/rules-v1, rules-v2, finbert, ollama/)
  })
})

describe('measureAnswers()', () => {
  const answer = (
    gold: JudgedAnswer['gold'],
    got: JudgedAnswer['got'],
    confidence: number,
    differs = false,
  ) => ({ text: '', gold, got, confidence, raw: confidence, differs })

  it('counts by hand', () => {
    const found = measureAnswers([
      answer('positive', 'positive', 0.9),
      answer('positive', 'negative', 0.9, true),
      answer('negative', 'negative', 0.5, true),
      answer('neutral', 'neutral', 0.7),
    ])
    expect(found.accuracy).toBe(0.75)
    expect(found.differing_accuracy).toBe(0.5)
    expect(found.per_class.positive).toEqual({ labels: 2, precision: 1, recall: 0.5, f1: 0.6667 })
    expect(found.macro_f1).toBe(0.7778)
    expect(found.brier).toBe(0.29) // (0.01 + 0.81 + 0.25 + 0.09) / 4
    expect(found.ece).toBe(0.4) // (2·0.4 + 0.5 + 0.3) / 4
  })

  it('of nothing is nothing', () => {
    expect(measureAnswers([])).toMatchObject({
      labels: 0,
      accuracy: 0,
      differing_accuracy: null,
      ece: 0,
    })
  })
})

describe('training', () => {
  it('calibrates to what never falls', () => {
    const seen = Array.from({ length: 1000 }, (_, at) => ({
      chance: at / 1000,
      right: (at * 7919) % 1000 < at,
    }))
    const points = isotonic(seen)
    for (const [at, [chance, share]] of points.entries()) {
      const [before = 0, less = 0] = points[at - 1] ?? []
      expect(chance).toBeGreaterThan(before)
      expect(share).toBeGreaterThanOrEqual(less)
    }
    for (const chance of [0.2, 0.5, 0.8])
      expect(Math.abs(sureness(chance, points) - chance)).toBeLessThan(0.06)
  })

  it('learns what tells classes apart, and the same each time', () => {
    const examples = Array.from({ length: 60 }, (_, at) => ({
      at: [at % 3, 3],
      value: [1, 1],
      gold: at % 3,
      weight: 1,
    }))
    const options = { classes: 3, features: 4, epochs: 10, alpha: 0.3, l1: 0.1, l2: 1, seed: 1 }
    const weights = fit(examples, options)
    expect(fit(examples, options)).toEqual(weights)
    for (const gold of [0, 1, 2]) {
      const logits = logitsOf(weights, 3, [gold, 3], [1, 1])
      expect(logits.indexOf(Math.max(...logits))).toBe(gold)
    }
  })

  it('writes lessons out with their names in place', () => {
    const all = lessons(3)
    expect(all.length).toBeGreaterThan(150)
    for (const { text, places } of all) {
      expect(text).not.toMatch(/[{}|#]|\b[TO]\b/)
      for (const [span] of places.filter((spans) => spans.length > 0))
        expect(text.slice(span?.start, span?.end)).toMatch(/^[A-Z]/)
    }
  })
})
