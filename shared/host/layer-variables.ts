/** The variables of the signal layers. Switches and weights count until table `risk_configs` says otherwise. */

import type { Variable } from './variables.ts'

export const layerVariables = {
  MACRO_ENABLED: { default: 'true', says: 'false: events of the world are left out of trends' },
  MACRO_SIGNAL_WEIGHT: {
    default: '0.3',
    says: 'share of its impact that a macro signal brings in, 0 to 1',
  },
  MACRO_CONFIDENCE_THRESHOLD: {
    default: '0.4',
    says: 'least confidence of an event that moves companies',
  },
  MACRO_SHORT_TERM_STALENESS_HOURS: {
    default: '48',
    says: 'hours after which a short-term event counts half',
  },
  PROJECTION_CONFIDENCE_THRESHOLD: {
    default: '0.3',
    says: 'confidence below which a projection is marked as low',
  },
  COMPETITIVE_ENABLED: {
    default: 'true',
    says: 'false: what happens to rivals is left out of trends, and is not propagated',
  },
  COMPETITIVE_SIGNAL_WEIGHT: {
    default: '0.2',
    says: 'share of its impact that a competitive signal brings in, 0 to 1',
  },
  COMPETITIVE_PATTERN_CONFIDENCE_THRESHOLD: {
    default: '0.3',
    says: 'least confidence of a pattern that is used',
  },
  COMPETITIVE_PROPAGATION_STRENGTH_THRESHOLD: {
    default: '0.2',
    says: 'least strength of a signal that reaches a rival',
  },
  COMPETITIVE_ROUTINE_LOOKBACK_DAYS: {
    default: '180',
    says: 'days that a pattern of routine news looks back',
  },
  COMPETITIVE_MAJOR_DECISION_LOOKBACK_DAYS: {
    default: '365',
    says: 'days that a pattern of major decisions looks back',
  },
  COMPETITIVE_MAJOR_DECISION_WEIGHT_MULTIPLIER: {
    default: '1.3',
    says: 'what the strength of a major decision is multiplied by',
  },
  COMPETITIVE_STALENESS_RECENT_DAYS: {
    default: '90',
    says: 'days since its newest sample up to which a pattern is fresh',
  },
  COMPETITIVE_STALENESS_WINDOW_DAYS: {
    default: '180',
    says: 'days since its newest sample at which a pattern is stale',
  },
  COMPETITIVE_STALENESS_DECAY_PENALTY: {
    default: '0.5',
    says: 'what the confidence of a stale pattern is multiplied by',
  },
  COMPETITIVE_MIN_PATTERN_SAMPLES: { default: '3', says: 'least samples of a pattern' },
  COMPETITIVE_PROPAGATION_FAILURE_THRESHOLD: {
    default: '5',
    says: 'failures in a row at which propagation raises an alert',
  },
} as const satisfies Record<string, Variable>
