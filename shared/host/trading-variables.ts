/** The variables that say how the engine trades, until a person sets it otherwise. */

import type { SettingName } from '../contracts/trading-settings.ts'
import type { Variable } from './variables.ts'

export const tradingVariables = {
  TRADING_ENABLED: { default: 'false', says: 'true: the engine turns recommendations into orders' },
  TRADING_RISK_TIER: { default: 'moderate', says: 'conservative, moderate or aggressive' },
  TRADING_POLLING_INTERVAL_SECONDS: {
    default: '60',
    says: 'business seconds between two engine rounds',
  },
  TRADING_STOP_LOSS_CHECK_INTERVAL_SECONDS: {
    default: '300',
    says: 'business seconds between two looks at every position’s levels',
  },
  TRADING_FAST_STOP_LOSS_INTERVAL_SECONDS: {
    default: '60',
    says: 'business seconds between two looks at the levels of what moves',
  },
  TRADING_RESTING_STOPS: {
    default: 'false',
    says: 'true: stops rest at the broker as orders as well, whole shares of them',
  },
  TRADING_ABSOLUTE_POSITION_CAP: {
    default: 'size',
    says: 'dollars a position may be worth; size: the greater of 50 and 5 % of equity',
  },
  TRADING_ACTIVE_POOL_MINIMUM: { default: '100.0', says: 'dollars the active pool must hold' },
  TRADING_MAX_OPEN_POSITIONS: {
    default: '10',
    says: 'positions held and on their way at once, until a person sets the limit',
  },
  TRADING_GRADUAL_ENTRY_TRANCHES: { default: '3', says: 'parts of a gradual entry' },
  TRADING_GRADUAL_ENTRY_THRESHOLD_DOLLARS: {
    default: '30.0',
    says: 'dollars above which an entry is gradual',
  },
  TRADING_RESERVE_SIPHON_PCT: {
    default: '0.20',
    says: 'share of realised profit moved to the reserve',
  },
  TRADING_RESERVE_HIGH_WATER_PCT: {
    default: '0.30',
    says: 'share of equity above which the reserve gives back',
  },
  TRADING_EMERGENCY_DRAWDOWN_THRESHOLD_PCT: {
    default: '0.40',
    says: 'share of the highest equity that is lost when everything is sold and locked',
  },
  TRADING_MICRO_TRADING_ENABLED: {
    default: 'false',
    says: 'true: small, short trades beside the others',
  },
  TRADING_MICRO_TRADING_INTERVAL_SECONDS: {
    default: '300',
    says: 'business seconds between two looks for them',
  },
  TRADING_MICRO_TRADING_ALLOCATION_CAP_PCT: {
    default: '0.03',
    says: 'share of the active pool one of them may take',
  },
  TRADING_MICRO_TRADING_MAX_DAILY: { default: '10', says: 'of them a session' },
  TRADING_MICRO_TRADING_MAX_HOLD_MINUTES: { default: '120', says: 'minutes one is held' },
  TRADING_SNS_TOPIC_ARN: { default: '', says: 'Amazon SNS topic that is told of trading by SMS' },
  TRADING_SNS_PHONE_NUMBER: { default: '', says: 'number that SNS sends to, such as +12065550100' },
  TRADING_GMAIL_SENDER: { default: '', says: 'address that mail about trading comes from' },
  TRADING_GMAIL_RECIPIENT: { default: '', says: 'address that it goes to' },
} as const satisfies Record<string, Variable>

/** Which variable gives which setting. */
export const settingVariables = {
  enabled: 'TRADING_ENABLED',
  riskTier: 'TRADING_RISK_TIER',
  siphonPct: 'TRADING_RESERVE_SIPHON_PCT',
  reserveHighWaterPct: 'TRADING_RESERVE_HIGH_WATER_PCT',
  pollingSeconds: 'TRADING_POLLING_INTERVAL_SECONDS',
  stopCheckSeconds: 'TRADING_STOP_LOSS_CHECK_INTERVAL_SECONDS',
  fastStopSeconds: 'TRADING_FAST_STOP_LOSS_INTERVAL_SECONDS',
  restingStops: 'TRADING_RESTING_STOPS',
  gradualTranches: 'TRADING_GRADUAL_ENTRY_TRANCHES',
  gradualThreshold: 'TRADING_GRADUAL_ENTRY_THRESHOLD_DOLLARS',
  positionCap: 'TRADING_ABSOLUTE_POSITION_CAP',
  poolMin: 'TRADING_ACTIVE_POOL_MINIMUM',
  emergencyDrawdownPct: 'TRADING_EMERGENCY_DRAWDOWN_THRESHOLD_PCT',
  microEnabled: 'TRADING_MICRO_TRADING_ENABLED',
  microSeconds: 'TRADING_MICRO_TRADING_INTERVAL_SECONDS',
  microPctMax: 'TRADING_MICRO_TRADING_ALLOCATION_CAP_PCT',
  microDailyMax: 'TRADING_MICRO_TRADING_MAX_DAILY',
  microHoldMinutes: 'TRADING_MICRO_TRADING_MAX_HOLD_MINUTES',
  positionsMax: 'TRADING_MAX_OPEN_POSITIONS',
  snsTopicArn: 'TRADING_SNS_TOPIC_ARN',
  snsPhoneNumber: 'TRADING_SNS_PHONE_NUMBER',
  gmailSender: 'TRADING_GMAIL_SENDER',
  gmailRecipient: 'TRADING_GMAIL_RECIPIENT',
} as const satisfies Record<SettingName, keyof typeof tradingVariables>
