/** The questions that come with the product. */

import type { ShippedQuestion } from './shipped.ts'
import { pipelineQuestions } from './pipeline.ts'
import { moneyQuestions } from './money.ts'
import { qualityQuestions } from './quality.ts'
import { signalQuestions } from './signals.ts'
import { tradingQuestions } from './trading.ts'
import { trendQuestions } from './trends.ts'

export const shippedQuestions: readonly ShippedQuestion[] = [
  ...pipelineQuestions,
  ...signalQuestions,
  ...trendQuestions,
  ...tradingQuestions,
  ...moneyQuestions,
  ...qualityQuestions,
]
