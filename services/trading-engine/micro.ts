/** Micro-trades: small entries on what the shortest window says, few a day, and sold after a while. */

import { least, multiply } from '#shared/domain/money.ts'
import type { CheckResult } from '#shared/domain/risk/evaluate.ts'
import type { SizingInput } from '#shared/domain/trading/sizing-input.ts'
import { MINUTE_MS } from '#shared/domain/spans.ts'
import type { Candidate } from '#shared/sql/trading/decisions.ts'
import type { EntryScene } from './scene.ts'

/** Whether a recommendation is traded as one: only where an installation wants such trades. */
export function isMicro({ settings }: EntryScene, { trendWindow }: Candidate): boolean {
  return settings.microEnabled && trendWindow === 'intraday'
}

/** Whether another may be made now: fewer than so many a session, and not too soon after the last. */
export function mayTradeMicro(
  { settings, micro }: EntryScene,
  now: Date,
): { code: 'micro_daily' | 'micro_pace' | null; checks: CheckResult[] } {
  const ageSeconds = micro.lastAt ? (now.getTime() - micro.lastAt.getTime()) / 1000 : null
  const { microDailyMax, microSeconds } = settings
  const daily = {
    name: 'micro_daily',
    found: micro.count,
    limit: microDailyMax,
    passed: micro.count < microDailyMax,
  }
  const isPaced = ageSeconds === null || ageSeconds >= microSeconds
  const pace = { name: 'micro_pace', found: ageSeconds, limit: microSeconds, passed: isPaced }
  if (!daily.passed) return { code: 'micro_daily', checks: [daily] }
  return { code: isPaced ? null : 'micro_pace', checks: [daily, pace] }
}

/** The sizing of one: within its own share of the pool. */
export function sizedAsMicro(input: SizingInput, { settings }: EntryScene): SizingInput {
  const most = multiply(input.activePool, settings.microPctMax)
  return { ...input, positionCap: least(input.positionCap, most) }
}

/** When what is entered now is sold again, whatever its price. */
export function sellByOf({ settings }: EntryScene, now: Date): string {
  return new Date(now.getTime() + settings.microHoldMinutes * MINUTE_MS).toISOString()
}
