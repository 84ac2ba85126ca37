/** Limits and settings that cannot be read: entries wait, exits go on, and the odd value is named. */

import { parseTradingSettings } from '../../contracts/trading-settings.ts'
import { parseLimits } from '../../domain/risk/limits.ts'
import type { Hold } from '../../domain/trading/mode.ts'
import { messageOf } from '../../host/faults.ts'

/** As they are stored; null where there are none. */
export type Unread = {
  mode: string | null
  limits: [name: string, value: unknown][] | null
  settings: Record<string, unknown> | null
  riskTier: string | null
}

export function unreadableHolds({ limits, settings, riskTier, mode }: Unread, now: Date): Hold[] {
  const known = new Map<string, unknown>([...(limits ?? []), ['mode', mode]])
  const says = {
    limits_unreadable: faultOf(() => parseLimits(known)),
    settings_unreadable: settings && faultOf(() => parseSettings({ ...settings, riskTier })),
  }
  return Object.entries(says).flatMap(([code, said]): Hold[] =>
    said ? [{ code, state: 'reducing', says: said, since: now }] : [],
  )
}

/** The most positions is a limit, and named with those. */
function parseSettings(settings: object): void {
  parseTradingSettings({ ...settings, positionsMax: 1 }, 'trading_config_versions')
}

function faultOf(read: () => unknown): string | null {
  try {
    read()
    return null
  } catch (fault) {
    return messageOf(fault)
  }
}
