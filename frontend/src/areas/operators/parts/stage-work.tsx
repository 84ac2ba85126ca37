/** What waits for a stage, what it holds, and what it may hold. */

import type { StagePage } from '#shared/contracts/api/stages.ts'
import { NamedValue, NamedValues } from '../../../parts/named-values.tsx'
import { RealAge } from '../../../parts/real-when.tsx'
import { count, span } from '../../../text/format.ts'

const unknown = <span className="text-muted">not known</span>

export function StageWork({ told: { stage, held, redisAnswers, most } }: { told: StagePage }) {
  return (
    <>
      {!redisAnswers && (
        <p role="status" className="px-4 pb-2 text-warn">
          Redis does not answer: what waits is PostgreSQL’s count, and what is in flight is not
          known. Nothing is lost.
        </p>
      )}
      <NamedValues>
        <NamedValue name="Waiting">{count(stage.pending)}</NamedValue>
        <NamedValue name="Oldest unfinished">
          {stage.oldestQueuedAt ? <RealAge at={stage.oldestQueuedAt} /> : 'none'}
        </NamedValue>
        <NamedValue name="At work">{held ? count(held.working) : unknown}</NamedValue>
        <NamedValue name="Longest of them">
          {held ? (held.working > 0 ? span(held.longestMs) : 'none') : unknown}
        </NamedValue>
        <NamedValue name="Waiting for a retry">{held ? count(held.retrying) : unknown}</NamedValue>
        <NamedValue name="Put off">{held ? count(held.putOff) : unknown}</NamedValue>
        <NamedValue name="Done in the last minute">{count(stage.perMinute)}</NamedValue>
        <NamedValue name="Dead">
          <span className={stage.dead > 0 ? 'text-down' : ''}>{count(stage.dead)}</span>
        </NamedValue>
        <NamedValue name="Functions that run">
          {stage.replicas === null ? (
            <span className="text-muted">not told here</span>
          ) : (
            `${count(stage.replicas)} of ${count(most.functions)}`
          )}
        </NamedValue>
      </NamedValues>
      <p className="px-4 pb-3 text-12 text-muted">
        At most {count(most.inFlight)} at once, each {span(most.seconds * 1_000)} long, by up to{' '}
        {count(most.functions)} {most.functions === 1 ? 'function' : 'functions'} and{' '}
        {count(most.pumps)} {most.pumps === 1 ? 'pump' : 'pumps'}.
      </p>
    </>
  )
}
