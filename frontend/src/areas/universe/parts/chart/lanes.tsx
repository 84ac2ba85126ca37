/** Below the prices: the trend, documents, events, recommendations and orders of each session. */

import { meanOf, type Session } from './sessions.ts'

const LANE = 26
const NAMES = ['Trend', 'Documents', 'Events', 'Advice', 'Orders'] as const
export const LANES_HEIGHT = LANE * NAMES.length

type LanesProps = {
  sessions: readonly Session[]
  x: (place: number) => number
  step: number
  top: number
  right: number
}

export function Lanes({ sessions, x, step, top, right }: LanesProps) {
  const middle = (lane: number) => top + (lane + 0.5) * LANE
  return (
    <g>
      {NAMES.map((name, lane) => (
        <g key={name}>
          <line x1={0} x2={right} y1={middle(lane)} y2={middle(lane)} className="stroke-line" />
          <text x={right + 6} y={middle(lane) + 4} className="fill-muted text-12">
            {name}
          </text>
        </g>
      ))}
      {sessions.map((session, place) => (
        <g key={session.day}>
          <TrendBar session={session} x={x(place)} y={middle(0)} width={Math.min(9, step * 0.6)} />
          <Documents session={session} x={x(place)} y={middle(1)} />
          {session.events.length > 0 && (
            <path
              d={`M${x(place)} ${middle(2) - 6}l6 6l-6 6l-6-6z`}
              className={lookOf(session.events.reduce((sum, one) => sum + one.direction, 0))}
            />
          )}
          <Ways list={session.advice.map(({ action }) => action)} x={x(place)} y={middle(3)} />
          <Ways list={session.orders.map(({ side }) => side)} x={x(place)} y={middle(4)} />
        </g>
      ))}
    </g>
  )
}

const lookOf = (value: number) => (value > 0 ? 'fill-up' : value < 0 ? 'fill-down' : 'fill-muted')

type MarkProps = { session: Session; x: number; y: number }

/** From the middle up or down, its height the mean sentiment. */
function TrendBar({ session: { trend }, x, y, width }: MarkProps & { width: number }) {
  if (!trend) return null
  const height = Math.max(1, Math.abs(trend.sentimentMean) * (LANE / 2 - 1))
  return (
    <rect
      x={x - width / 2}
      y={trend.sentimentMean >= 0 ? y - height : y}
      width={Math.max(1, width)}
      height={height}
      className={lookOf(trend.sentimentMean)}
    />
  )
}

/** A dot, the larger the more there are; hollow where nothing was read of them. */
function Documents({ session: { documents }, x, y }: MarkProps) {
  if (documents.length === 0) return null
  const mean = meanOf(documents)
  return (
    <circle
      cx={x}
      cy={y}
      r={Math.min(8, 2.5 + Math.sqrt(documents.length))}
      className={mean === undefined ? 'fill-surface stroke-muted' : lookOf(mean)}
    />
  )
}

/** An arrow up where it is to buy, down where it is to sell, both where both were. */
function Ways({ list, x, y }: { list: readonly string[]; x: number; y: number }) {
  return (
    <>
      {list.includes('buy') && <path d={`M${x} ${y - 9}l5 8h-10z`} className="fill-up" />}
      {list.includes('sell') && <path d={`M${x} ${y + 9}l5-8h-10z`} className="fill-down" />}
    </>
  )
}
