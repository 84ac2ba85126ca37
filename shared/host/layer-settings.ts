/** How the signal layers stand where table `risk_configs` says nothing: out of the environment. */

import type { CompetitiveSettings } from '../domain/competitive/settings.ts'
import type { Layers } from '../domain/signal/layers.ts'
import { readNumber, readSwitch } from './env.ts'

/** Of patterns among rivals, and of propagation. @throws RangeError as above. */
export function readCompetitiveSettings(): CompetitiveSettings {
  return {
    patternConfidenceMin: readNumber('COMPETITIVE_PATTERN_CONFIDENCE_THRESHOLD'),
    strengthMin: readNumber('COMPETITIVE_PROPAGATION_STRENGTH_THRESHOLD'),
    routineDays: readNumber('COMPETITIVE_ROUTINE_LOOKBACK_DAYS', 1),
    majorDays: readNumber('COMPETITIVE_MAJOR_DECISION_LOOKBACK_DAYS', 1),
    majorFactor: readNumber('COMPETITIVE_MAJOR_DECISION_WEIGHT_MULTIPLIER'),
    recentDays: readNumber('COMPETITIVE_STALENESS_RECENT_DAYS'),
    staleDays: readNumber('COMPETITIVE_STALENESS_WINDOW_DAYS'),
    stalePenalty: readNumber('COMPETITIVE_STALENESS_DECAY_PENALTY'),
    samplesMin: readNumber('COMPETITIVE_MIN_PATTERN_SAMPLES', 1),
  }
}

/** @throws RangeError naming a variable that is no switch or no number. */
export function readLayerSettings(): Layers {
  return {
    macro: {
      enabled: readSwitch('MACRO_ENABLED'),
      weight: readNumber('MACRO_SIGNAL_WEIGHT'),
      confidenceMin: readNumber('MACRO_CONFIDENCE_THRESHOLD'),
      staleHours: readNumber('MACRO_SHORT_TERM_STALENESS_HOURS'),
    },
    competitive: {
      enabled: readSwitch('COMPETITIVE_ENABLED'),
      weight: readNumber('COMPETITIVE_SIGNAL_WEIGHT'),
    },
  }
}
