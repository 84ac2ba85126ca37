/** Micro-trades: small entries on what the shortest window says, few a day, and sold after a while. */

import { least, multiply } from '../money.ts'
import type { CheckResult } from '../risk/evaluate.ts'
import { MINUTE_MS } from '../spans.ts'
import type { SizingInput } from './sizing-input.ts'
import type { TradingSettings } from './settings.ts'

/** What bounds them, and how many there were this session. */
export type MicroInput = Pick<
  TradingSettings,
  'microSeconds' | 'microPctMax' | 'microDailyMax' | 'microHoldMinutes'
> & { count: number; lastAt: Date | null }

/** Where an installation wants micro-trades, and the window is the shortest: what bounds them. */
export function microInputFrom(
  settings: Omit<MicroInput, 'count' | 'lastAt'> & Pick<TradingSettings, 'microEnabled'>,
  trendWindow: string,
  use: Pick<MicroInput, 'count' | 'lastAt'>,
): MicroInput | null {
  if (!settings.microEnabled || trendWindow !== 'intraday') return null
  const { microSeconds, microPctMax, microDailyMax, microHoldMinutes } = settings
  return { microSeconds, microPctMax, microDailyMax, microHoldMinutes, ...use }
}

/** Whether another may be made now: fewer than so many a session, and not too soon after the last. */
export function mayTradeMicro(
  { microDailyMax, microSeconds, count, lastAt }: MicroInput,
  now: Date,
): { code: 'micro_daily' | 'micro_pace' | null; checks: CheckResult[] } {
  const ageSeconds = lastAt ? (now.getTime() - lastAt.getTime()) / 1000 : null
  const daily = {
    name: 'micro_daily',
    found: count,
    limit: microDailyMax,
    passed: count < microDailyMax,
  }
  const isPaced = ageSeconds === null || ageSeconds >= microSeconds
  const pace = { name: 'micro_pace', found: ageSeconds, limit: microSeconds, passed: isPaced }
  if (!daily.passed) return { code: 'micro_daily', checks: [daily] }
  return { code: isPaced ? null : 'micro_pace', checks: [daily, pace] }
}

/** The sizing of one: within its own share of the pool. */
export function sizedAsMicro(input: SizingInput, { microPctMax }: MicroInput): SizingInput {
  const most = multiply(input.activePool, microPctMax)
  return { ...input, positionCap: least(input.positionCap, most) }
}

/** When what is entered now is sold again, whatever its price. */
export function sellByOf({ microHoldMinutes }: MicroInput, now: Date): string {
  return new Date(now.getTime() + microHoldMinutes * MINUTE_MS).toISOString()
}
