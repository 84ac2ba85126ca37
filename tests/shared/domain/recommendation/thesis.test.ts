import { expect, test } from 'vitest'
import { judge } from '#shared/domain/recommendation/action.ts'
import { recommendation1 } from '#shared/domain/recommendation/rules.ts'
import {
  writeThesis,
  type CitedEvidence,
  type ToldTrend,
} from '#shared/domain/recommendation/thesis.ts'
import { free, sound, strong } from './judged.ts'

const cited = (
  side: CitedEvidence['side'],
  publisher: string,
  rankScore: number,
): CitedEvidence => ({
  side,
  publisher,
  rankScore,
  title: 'Orders\n grow',
  publishedAt: new Date('2026-01-06T10:00:00Z'),
})

const trend: ToldTrend = {
  ticker: 'AAPL',
  window: '7d',
  direction: 'bullish',
  sentimentMean: 0.5,
  confidence: 0.8,
  contradiction: 0.1,
  signalCount: 12,
  sourceCount: 1,
  evidence: [
    cited('supporting', 'Wire', 0.71),
    cited('supporting', 'Herald', 0.7),
    cited('supporting', 'Post', 0.69),
    cited('supporting', 'Blog', 0.6),
    cited('opposing', 'Times', 0.4),
  ],
}

test('says the trend, its sources and the guideline with their numbers', () => {
  expect(writeThesis(trend, judge(recommendation1, strong, { ...sound, ...free }))).toBe(
    'AAPL over 7 days is bullish: mean sentiment +0.50, confidence 0.80, contradiction 0.10, ' +
      'from 12 signals of 1 source. ' +
      'For it: Wire on 2026-01-06, “Orders grow” (rank 0.71); Herald on 2026-01-06, “Orders grow” ' +
      '(rank 0.70); Post on 2026-01-06, “Orders grow” (rank 0.69); and 1 more. ' +
      'Against it: Times on 2026-01-06, “Orders grow” (rank 0.40). ' +
      'Recommended: buy, live eligible. ' +
      'As a guideline, 5.5 % of the portfolio at a loss of at most 1.1 %.',
  )
})

test('says why it is held back, in words and numbers', () => {
  const thesis = writeThesis(
    { ...trend, direction: 'neutral', sentimentMean: -0.05, evidence: [] },
    judge(
      recommendation1,
      { ...strong, direction: 'neutral', strength: 0.05 },
      { ...sound, ...free, validDocuments: 1, macroOnly: true },
    ),
  )
  expect(thesis).toBe(
    'AAPL over 7 days is neutral: mean sentiment -0.05, confidence 0.80, contradiction 0.10, ' +
      'from 12 signals of 1 source. ' +
      'Recommended: watch, informational. ' +
      'Held back because too few documents speak of it (valid documents 1, limit 2). ' +
      'Held back because it rests on macro events alone. ' +
      'Held back because its trend is weak (strength 0.05, limit 0.1). ' +
      'Held back because its trend is neutral.',
  )
})

test('gives no guideline on what is only shown, and says so', () => {
  const thesis = writeThesis(
    trend,
    judge(recommendation1, { ...strong, confidence: 0.45 }, { ...sound, ...free }),
  )
  expect(thesis).toMatch(
    /Recommended: buy, informational\. It is only shown, its confidence being too low to act on\.$/,
  )
})

test('shortens a long title without breaking a character', () => {
  const long = { ...cited('supporting', 'Wire', 1), title: '📈'.repeat(200) }
  const thesis = writeThesis(
    { ...trend, evidence: [long] },
    judge(recommendation1, strong, { ...sound, ...free }),
  )
  expect(thesis).toContain(`“${'📈'.repeat(119)}…”`)
})
