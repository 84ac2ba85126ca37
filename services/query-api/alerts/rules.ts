/** Every rule of the chart, in the order of its files. */

import type { AlertRule } from '#shared/domain/alerts/judge.ts'
import { alertsOfIntake } from './rules/intake.ts'
import { alertsOfPipeline } from './rules/pipeline.ts'
import { alertsOfScaling } from './rules/scaling.ts'
import { alertsOfSlo } from './rules/slo.ts'
import { alertsOfTrading } from './rules/trading.ts'

export const alertRules: readonly AlertRule[] = [
  ...alertsOfIntake,
  ...alertsOfPipeline,
  ...alertsOfScaling,
  ...alertsOfSlo,
  ...alertsOfTrading,
]
