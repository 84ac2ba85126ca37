/**
 * How well rules-v1 reads, measured on published sets where they are present.
 *
 * Errors were looked at on the odd lines of each set alone; the even lines are held out and carry
 * the floors. The baseline always answers the most frequent class.
 */

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { CompanyReading, Sentiment } from '#shared/domain/document/reading/reading.ts'
import { extractByRules } from '#shared/domain/document/rules/extract.ts'
import { beside } from '../../../../helpers/beside.ts'

const { path: folder, why } = beside('data/news')

const CLASSES = ['positive', 'neutral', 'negative'] as const
type Class = (typeof CLASSES)[number]
type Judged = { gold: Class; got: Class }

const lines = <T>(name: string) =>
  readFileSync(`${folder}/${name}`, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T)
const heldOut = <T>(all: T[]) => all.filter((_, index) => index % 2 === 0)

function placesOf(text: string, name: string): { start: number; end: number }[] {
  if (name === '') return []
  const places = []
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
    places.push({ start: at, end: at + name.length })
  }
  return places
}

/** The sets know no mixed class: it counts as the side it leans to. */
function classOf({ sentiment, score }: CompanyReading): Class {
  const leaning: Sentiment =
    Math.abs(score) < 0.13 ? 'neutral' : score > 0 ? 'positive' : 'negative'
  return sentiment === 'mixed' ? (leaning as Class) : sentiment
}

function read(text: string, name: string, gold: Class): Judged {
  const [company] = extractByRules(text, [{ name, occurrences: placesOf(text, name) }]).companies
  return { gold, got: classOf(company as CompanyReading) }
}

const bySign = (score: number): Class =>
  score > 0.1 ? 'positive' : score < -0.1 ? 'negative' : 'neutral'

type Fiqa = Record<
  string,
  { sentence: string; info: { target: string; sentiment_score: string }[] }
>
const fiqa = (name: string) =>
  heldOut(
    Object.values(JSON.parse(readFileSync(`${folder}/fiqa/${name}`, 'utf8')) as Fiqa),
  ).flatMap(({ sentence, info }) =>
    info.map(({ target, sentiment_score }) =>
      read(sentence, target, bySign(Number(sentiment_score))),
    ),
  )

const sets: Record<string, { judge: () => Judged[]; macroF1: number; accuracy: number }> = {
  'headlines, each entity (SEntFiN)': {
    judge: () =>
      heldOut(
        lines<{ headline: string; entities: Record<string, Class> }>('sentfin_dev.jsonl'),
      ).flatMap(({ headline, entities }) => {
        const named = Object.keys(entities).map((name) => ({
          name,
          occurrences: placesOf(headline, name),
        }))
        return extractByRules(headline, named).companies.map((company) => ({
          gold: entities[company.entity] as Class,
          got: classOf(company),
        }))
      }),
    macroF1: 0.74,
    accuracy: 0.74,
  },
  'financial tweets (Twitter Financial News)': {
    judge: () =>
      heldOut(
        lines<{ text: string; label: 'bullish' | 'bearish' | 'neutral' }>(
          'twitter_financial_dev.jsonl',
        ),
      ).map(({ text, label }) =>
        read(
          text,
          '',
          ({ bullish: 'positive', bearish: 'negative', neutral: 'neutral' } as const)[label],
        ),
      ),
    macroF1: 0.6,
    accuracy: 0.62,
  },
  'headlines, each target (FiQA)': {
    judge: () => fiqa('task1_headline_ABSA_train.json'),
    macroF1: 0.5,
    accuracy: 0.53,
  },
  'posts, each target (FiQA)': {
    judge: () => fiqa('task1_post_ABSA_train.json'),
    macroF1: 0.5,
    accuracy: 0.62,
  },
  'political sentences, each target (NewsMTSC)': {
    judge: () =>
      heldOut(
        lines<{
          sentence_normalized: string
          targets: { from: number; to: number; mention: string; polarity: number }[]
        }>('newsmtsc_devtest_rw.jsonl'),
      ).flatMap(({ sentence_normalized: text, targets }) =>
        targets.map(({ from, to, mention, polarity }): Judged => {
          const [company] = extractByRules(text, [
            { name: mention, occurrences: [{ start: from, end: to }] },
          ]).companies
          return {
            gold: polarity < 4 ? 'negative' : polarity > 4 ? 'positive' : 'neutral',
            got: classOf(company as CompanyReading),
          }
        }),
      ),
    macroF1: 0.47,
    accuracy: 0.48,
  },
}

function scoresOf(judged: readonly Judged[]) {
  const f1 = CLASSES.map((name) => {
    const hits = judged.filter(({ gold, got }) => gold === name && got === name).length
    return (
      (2 * hits) /
      Math.max(
        1,
        judged.filter(({ gold }) => gold === name).length +
          judged.filter(({ got }) => got === name).length,
      )
    )
  })
  return {
    accuracy: judged.filter(({ gold, got }) => gold === got).length / judged.length,
    macroF1: f1.reduce((sum, value) => sum + value, 0) / CLASSES.length,
  }
}

function baselineOf(judged: readonly Judged[]) {
  const counts = CLASSES.map((name) => ({
    name,
    count: judged.filter(({ gold }) => gold === name).length,
  }))
  const most = counts.sort((a, b) => b.count - a.count)[0]?.name ?? 'neutral'
  return scoresOf(judged.map(({ gold }) => ({ gold, got: most })))
}

describe.skipIf(why)(`rules-v1 on held-out lines${why}`, () => {
  it.each(Object.entries(sets))('%s', (name, { judge, macroF1, accuracy }) => {
    const judged = judge()
    const [ours, baseline] = [scoresOf(judged), baselineOf(judged)]
    const show = ({ accuracy: a, macroF1: f }: typeof ours) =>
      `accuracy ${a.toFixed(3)}, macro-F1 ${f.toFixed(3)}`
    console.log(
      `${name}: n ${judged.length}; ${show(ours)}; most frequent class: ${show(baseline)}`,
    )
    expect(ours.macroF1).toBeGreaterThan(baseline.macroF1)
    expect(ours.macroF1).toBeGreaterThan(macroF1)
    expect(ours.accuracy).toBeGreaterThan(accuracy)
  })
})
