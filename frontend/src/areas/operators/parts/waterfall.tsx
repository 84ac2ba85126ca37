/** Jobs under each other, each a bar from when it was asked for to its end. */

import { Link } from '@tanstack/react-router'
import type { TraceHop } from '#shared/contracts/api/traces.ts'
import { briefSpan } from '../../../text/brief-span.ts'
import { outcomeOf } from './hop-words.ts'
import { spanOf } from './way-span.ts'

type WaterfallProps = { hops: readonly TraceHop[]; marked: string }

export function Waterfall({ hops, marked }: WaterfallProps) {
  const { from, to } = spanOf(hops)
  const share = (at: number) => (100 * (at - from)) / Math.max(1, to - from)
  return (
    <ol aria-label="Jobs over time" className="px-4 pb-3">
      {hops.map((hop) => (
        <Bar key={hop.jobId} hop={hop} share={share} isMarked={hop.jobId === marked} />
      ))}
    </ol>
  )
}

type BarProps = { hop: TraceHop; share: (at: number) => number; isMarked: boolean }

function Bar({ hop, share, isMarked }: BarProps) {
  const queued = Date.parse(hop.queuedAt)
  const ended = hop.endedAt ? Date.parse(hop.endedAt) : Date.now()
  const began = hop.beganAt ? Date.parse(hop.beganAt) : ended
  const { words, look } = outcomeOf(hop)
  const fill =
    hop.state === 'dead' ? 'fill-down' : hop.state === 'queued' ? 'fill-warn' : 'fill-accent'
  return (
    <li className="grid grid-cols-[minmax(7rem,11rem)_1fr_auto] items-center gap-x-3 border-b border-line py-1 last:border-0">
      <span className="truncate">
        <Link to="/pipeline/$stage" params={{ stage: hop.stage }} className="link">
          {hop.stage}
        </Link>
        {isMarked && <span className="font-semibold"> ◂ this one</span>}
      </span>
      <svg className="h-3 w-full min-w-0" aria-hidden="true">
        <rect
          y="5"
          height="2"
          x={`${share(queued)}%`}
          width={width(share, queued, began)}
          className={`${fill} opacity-50`}
        />
        <rect
          y="1"
          height="10"
          rx="2"
          x={`${share(began)}%`}
          width={width(share, began, ended)}
          className={fill}
        />
      </svg>
      <span className="text-right text-12 whitespace-nowrap tabular-nums">
        <span className={look}>{words}</span>{' '}
        {hop.beganAt ? briefSpan(ended - began) : briefSpan(ended - queued)}
      </span>
    </li>
  )
}

/** At least so wide that it is seen. */
const width = (share: (at: number) => number, from: number, to: number) =>
  `${Math.max(from === to ? 0.4 : 0.2, share(to) - share(from))}%`
