/** News-driven: with the mean score of what was last written of a company, where it is clear and there is enough. */

import { strategyOf, type TickerRule } from './rule.ts'
import type { TickerNews } from './strategy.ts'

/** Source: docs/FORMULAS.md, Strategies. */
export const newsDefaults = {
  scoreMin: 0.3,
  confidenceMin: 0.5,
  articlesMin: 2,
  /** Scores kept of a ticker. */
  kept: 50,
  /** Older ones say nothing of the next session. */
  daysMax: 7,
}

const DAY = 86_400_000

/** Strength is the mean score times the mean confidence. It fires as news comes, not for as long as it is kept. */
export const newsRuleOf = ({
  scoreMin = newsDefaults.scoreMin,
  articlesMin = newsDefaults.articlesMin,
}: { scoreMin?: number; articlesMin?: number } = {}): TickerRule => ({
  name: 'news-driven',
  open() {
    let kept: TickerNews[] = []
    return ({ knownAt }, news) => {
      if (news.length === 0) return 0
      const { confidenceMin, daysMax } = newsDefaults
      const oldest = knownAt.getTime() - daysMax * DAY
      kept = [...kept, ...news].slice(-newsDefaults.kept)
      kept = kept.filter((one) => one.knownAt.getTime() >= oldest)
      if (kept.length < articlesMin) return 0
      const score = kept.reduce((sum, one) => sum + one.score, 0) / kept.length
      const confidence = kept.reduce((sum, one) => sum + one.confidence, 0) / kept.length
      return Math.abs(score) > scoreMin && confidence > confidenceMin ? score * confidence : 0
    }
  },
})

export const newsRule = newsRuleOf()

export const newsDriven = strategyOf(
  newsRule,
  'long on clearly good news of at least two articles in a week, out on bad',
)
