/** Limits: how much of each is used, what is in force, and who set it so. */

import { useQuery } from '@tanstack/react-query'
import { read } from '../../../api/read.ts'
import { LimitPanel } from '../parts/limit-panel.tsx'
import { LimitsInForce } from '../parts/limits-in-force.tsx'
import { OddLimits } from '../parts/odd-limits.tsx'

export function LimitsPage() {
  const status = useQuery(read('GET /api/trading/status', {}))
  return (
    <div className="grid grid-cols-1 gap-3 md:gap-4">
      <h1 className="sr-only">Limits</h1>
      <OddLimits />
      <LimitPanel status={status} />
      <LimitsInForce />
    </div>
  )
}
