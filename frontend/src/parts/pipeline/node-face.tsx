/** What stands in a stage's box: counts, rate, dead letters, replicas; with spaces between, so that it reads as words. */

import { count } from '../../text/format.ts'
import type { StageState } from '#shared/contracts/api/stage-state.ts'

const REPLICA_DOTS = 8
/** Below this many pixels a stage's name and what its counts are called stand smaller. */
const ROOMY = 124
/** And below this many what its counts are called would run into each other. */
const NARROW = 104
/** Of a letter of a stage's name where boxes are small, pixels. */
const LETTER = 7

type FaceProps = { view: StageState; width: number; isStopped: boolean }

export function WideFace({ view, width, isStopped }: FaceProps) {
  const [small, edge] = width < ROOMY ? ['text-[11px]', 6] : ['text-[12px]', 10]
  const caption = width < NARROW ? 'text-[9px]' : small
  const room = width - 2 * edge
  // A name that is longer than its box is drawn closer together.
  const fitted = view.stage.length * LETTER > room && width < ROOMY
  return (
    <>
      <text
        x={edge}
        y="20"
        className={`fill-text font-semibold ${small}`}
        {...(fitted ? { textLength: room, lengthAdjust: 'spacingAndGlyphs' } : {})}
      >
        {view.stage}
      </text>{' '}
      <text
        x={edge}
        y="47"
        className={`text-[20px] font-semibold tabular-nums ${view.pending > 0 ? 'fill-text' : 'fill-muted'}`}
      >
        {count(view.pending)}
      </text>{' '}
      <text x={edge} y="62" className={`fill-muted ${caption}`}>
        waiting
      </text>{' '}
      <text
        x={width - edge}
        y="47"
        textAnchor="end"
        className={`text-[20px] font-semibold tabular-nums ${view.inFlight > 0 ? 'fill-accent' : 'fill-muted'}`}
      >
        {count(view.inFlight)}
      </text>{' '}
      <text x={width - edge} y="62" textAnchor="end" className={`fill-muted ${caption}`}>
        in flight
      </text>{' '}
      <text
        x={edge}
        y="82"
        className={`text-[12px] tabular-nums ${isStopped ? 'fill-warn' : 'fill-muted'}`}
      >
        {isStopped ? 'paused' : `${count(view.perMinute)}/min`}
      </text>{' '}
      <Dead x={width - edge} y={82} dead={view.dead} />{' '}
      <Replicas x={edge + 4} y={99} replicas={view.replicas} />
    </>
  )
}

export function TallFace({ view, width, isStopped }: FaceProps) {
  return (
    <>
      <text x="12" y="22" className="fill-text text-[14px] font-semibold">
        {view.stage}
      </text>{' '}
      <text x="12" y="43" className="fill-muted text-[13px] tabular-nums">
        <tspan className={view.pending > 0 ? 'fill-text font-semibold' : ''}>
          {count(view.pending)}
        </tspan>{' '}
        waiting,{' '}
        <tspan className={view.inFlight > 0 ? 'fill-accent font-semibold' : ''}>
          {count(view.inFlight)}
        </tspan>{' '}
        in flight
      </text>{' '}
      <text
        x={width - 12}
        y="22"
        textAnchor="end"
        className={`text-[13px] tabular-nums ${isStopped ? 'fill-warn' : 'fill-muted'}`}
      >
        {isStopped ? 'paused' : `${count(view.perMinute)}/min`}
      </text>{' '}
      <Dead x={width - 12} y={43} dead={view.dead} />{' '}
      <Replicas x={16} y={58} replicas={view.replicas} />
    </>
  )
}

function Dead({ x, y, dead }: { x: number; y: number; dead: number }) {
  if (dead === 0) return null
  return (
    <text x={x} y={y} textAnchor="end" className="fill-down text-[12px] font-semibold tabular-nums">
      {count(dead)} dead
    </text>
  )
}

/** One filled dot a replica; one hollow dot at zero: scaled to zero is a state worth seeing. */
function Replicas({ x, y, replicas }: { x: number; y: number; replicas: number | null }) {
  if (replicas === null) return null
  const dots = Math.min(replicas, REPLICA_DOTS)
  return (
    <g>
      {replicas === 0 && (
        <circle cx={x} cy={y} r="3.5" className="fill-none stroke-muted" strokeWidth="1.5" />
      )}
      {Array.from({ length: dots }, (_, place) => (
        <circle key={place} cx={x + place * 11} cy={y} r="4" className="fill-up" />
      ))}
      <text
        x={x + Math.max(dots, 1) * 11}
        y={y + 4}
        className="fill-muted text-[12px] tabular-nums"
      >
        {replicas === 0 ? 'at zero' : replicas > REPLICA_DOTS ? `${replicas} replicas` : ''}
      </text>
    </g>
  )
}
