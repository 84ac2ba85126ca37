/** How long the jobs took that a stage did last, and how many deliveries they needed. */

import type { StagePage } from '#shared/contracts/api/stages.ts'
import { NamedValue, NamedValues } from '../../../parts/named-values.tsx'
import { RealWhen } from '../../../parts/real-when.tsx'
import { briefSpan } from '../../../text/brief-span.ts'
import { count } from '../../../text/format.ts'

type Speed = NonNullable<StagePage['speed']>

export function StageSpeed({ speed }: { speed: Speed }) {
  return (
    <>
      <NamedValues>
        <NamedValue name="Run time, p50">{ran(speed.ranP50Ms)}</NamedValue>
        <NamedValue name="Run time, p95">{ran(speed.ranP95Ms)}</NamedValue>
        <NamedValue name="With waiting, p50">{briefSpan(speed.tookP50Ms)}</NamedValue>
        <NamedValue name="With waiting, p95">{briefSpan(speed.tookP95Ms)}</NamedValue>
      </NamedValues>
      <p className="px-4 pb-3 text-12 text-muted">
        Of {count(speed.jobs)} {speed.jobs === 1 ? 'job' : 'jobs'}, the oldest done{' '}
        <RealWhen at={speed.since} />. {attemptsOf(speed)}
      </p>
    </>
  )
}

const ran = (ms: number | null) =>
  ms === null ? <span className="text-muted">not known</span> : briefSpan(ms)

function attemptsOf({ attempts, jobs }: Speed): string {
  const again = attempts.filter(({ deliveries }) => deliveries > 1)
  if (again.length === 0) return jobs === 1 ? 'It went well at once.' : 'All went well at once.'
  const said = again.map((one) => `${count(one.jobs)} at delivery ${count(one.deliveries)}`)
  const once = jobs - again.reduce((sum, one) => sum + one.jobs, 0)
  return `${count(once)} went well at once, ${said.join(', ')}.`
}
