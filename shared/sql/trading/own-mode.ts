/** The mode as this process was given it, held against the one that stands. */

import { deriveMode, type Disagreement } from '../../domain/trading/mode-claims.ts'
import type { TradingMode } from '../../domain/trading/mode.ts'
import { isSet, readEnv } from '../../host/env.ts'

/** What this process was given for the broker must come to the same mode as the engine derived. */
export function ownDisagreement(
  {
    accountNumber,
    disagreements,
  }: { accountNumber: string; disagreements: readonly Disagreement[] | null },
  mode: TradingMode,
): string | undefined {
  if (mode === 'disabled' || (disagreements ?? []).length > 0) return undefined
  const brokerMode = readEnv('BROKER_MODE')
  // Only who may send orders has a key; the setting is everybody's.
  if (!isSet('BROKER_API_KEY'))
    return brokerMode === mode
      ? undefined
      : `the mode is ${mode}, and BROKER_MODE is ${brokerMode} here`
  const given = { brokerMode, baseUrl: readEnv('BROKER_BASE_URL'), key: readEnv('BROKER_API_KEY') }
  const own = deriveMode({ ...given, accountNumber })
  if (own.mode === mode) return undefined
  return own.disagreements[0]?.says ?? `the mode is ${mode}, and ${own.mode} here`
}
