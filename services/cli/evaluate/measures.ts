/** How well answers agree with labels, and how true what they say of themselves is. */

import { CLASSES, type Class } from '#shared/domain/document/tone/model.ts'

export type JudgedAnswer = {
  /** What was read; answers of one text belong together. */
  text: string
  gold: Class
  got: Class
  /** How likely the reader says its answer is right. */
  confidence: number
  /** The same before anything was calibrated. */
  raw: number
  /** Another reader gave it in this one's place: it says nothing of how sure this one is. */
  isOthers?: boolean
  /** True where the entities of this text have different labels. */
  differs: boolean
}

export type Bin = { from: number; to: number; count: number; confidence: number; accuracy: number }

export type Measures = {
  labels: number
  accuracy: number
  macro_f1: number
  per_class: Record<Class, { labels: number; precision: number; recall: number; f1: number }>
  /** Null where no text has entities that differ. */
  differing_accuracy: number | null
  /** Mean square of confidence less 1 where the answer is right, less 0 where it is wrong. */
  brier: number
  /** Expected calibration error over ten bins of equal width. */
  ece: number
}

const BINS = 10

/** All measures of a list of answers; of none, all are 0. */
export function measureAnswers(answers: readonly JudgedAnswer[]): Measures {
  const differing = answers.filter(({ differs }) => differs)
  const classes = CLASSES.map((name) => [name, classOf(answers, name)] as const)
  return {
    labels: answers.length,
    accuracy: accuracyOf(answers),
    macro_f1: round(meanOf(classes, ([, { f1 }]) => f1)),
    per_class: Object.fromEntries(classes) as Measures['per_class'],
    differing_accuracy: differing.length === 0 ? null : accuracyOf(differing),
    brier: round(
      meanOf(answers, ({ confidence, gold, got }) => (confidence - (gold === got ? 1 : 0)) ** 2),
    ),
    ece: round(
      binsOf(answers).reduce(
        (sum, { count, confidence, accuracy }) => sum + count * Math.abs(confidence - accuracy),
        0,
      ) / Math.max(1, answers.length),
    ),
  }
}

/** Answers by their confidence, in ten bins of equal width; empty ones are left out. */
export function binsOf(answers: readonly JudgedAnswer[]): Bin[] {
  return Array.from({ length: BINS }, (_, at) => {
    const held = answers.filter(
      ({ confidence }) => Math.min(BINS - 1, Math.floor(confidence * BINS)) === at,
    )
    return {
      from: at / BINS,
      to: (at + 1) / BINS,
      count: held.length,
      confidence: meanOf(held, ({ confidence }) => confidence),
      accuracy: meanOf(held, ({ gold, got }) => (gold === got ? 1 : 0)),
    }
  }).filter(({ count }) => count > 0)
}

function classOf(answers: readonly JudgedAnswer[], name: Class) {
  const labels = answers.filter(({ gold }) => gold === name).length
  const said = answers.filter(({ got }) => got === name).length
  const hits = answers.filter(({ gold, got }) => gold === name && got === name).length
  return {
    labels,
    precision: round(hits / Math.max(1, said)),
    recall: round(hits / Math.max(1, labels)),
    f1: round((2 * hits) / Math.max(1, labels + said)),
  }
}

function accuracyOf(answers: readonly JudgedAnswer[]): number {
  return round(meanOf(answers, ({ gold, got }) => (gold === got ? 1 : 0)))
}

function meanOf<T>(all: readonly T[], read: (one: T) => number): number {
  return all.reduce((sum, one) => sum + read(one), 0) / Math.max(1, all.length)
}

function round(value: number): number {
  return Math.round(value * 1e4) / 1e4
}
