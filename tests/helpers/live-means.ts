/** An engine as an installation begins with it, for recommendations played. */

import { installedLimits } from '#shared/domain/backtest/account-limits.ts'
import type { LiveMeans } from '#shared/domain/backtest/recorded-state.ts'

export const liveMeans: LiveMeans = {
  riskTier: 'moderate',
  limits: installedLimits,
  withinApproval: false,
  engineMode: 'off',
  settings: {
    siphonPct: 0.2,
    reserveHighWaterPct: 0.3,
    gradualTranches: 3,
    gradualThreshold: '30.0',
    positionCap: null,
    poolMin: '100.0',
    emergencyDrawdownPct: 0.4,
    microEnabled: false,
    microSeconds: 60,
    microPctMax: 0.02,
    microDailyMax: 10,
    microHoldMinutes: 60,
  },
}
