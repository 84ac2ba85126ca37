/** The questions that come with the product. */

import type { ShippedQuestion } from './shipped.ts'
import { pipelineQuestions } from './pipeline.ts'
import { qualityQuestions } from './quality.ts'
import { signalQuestions } from './signals.ts'
import { tradingQuestions } from './trading.ts'

export const shippedQuestions: readonly ShippedQuestion[] = [
  ...pipelineQuestions,
  ...signalQuestions,
  ...tradingQuestions,
  ...qualityQuestions,
]
