/** Prices of a company, session by session, with what happened on them; dollars. */

import { dollars } from '../../../../text/format.ts'
import { useWidth } from '../../../../parts/pipeline/use-width.ts'
import { Candle } from './candle.tsx'
import { Lanes, LANES_HEIGHT } from './lanes.tsx'
import { priceScale, type PriceLevel, type Session } from './sessions.ts'

const TOP = 10
const PRICES_BOTTOM = 210
const LANES_TOP = PRICES_BOTTOM + 16
const AXIS = 18
const RIGHT = 76
const HEIGHT = LANES_TOP + LANES_HEIGHT + AXIS

type PriceMarksProps = {
  sessions: readonly Session[]
  /** Of an open position. */
  levels: readonly PriceLevel[]
  chosen: number
  /** As the pointer goes over a session, and where one is pressed. */
  onPoint: (place: number) => void
  onPress: (place: number) => void
}

export function PriceMarks({ sessions, levels, chosen, onPoint, onPress }: PriceMarksProps) {
  const [frame, width] = useWidth<HTMLDivElement>()
  const step = Math.max(1, (width - RIGHT) / Math.max(1, sessions.length))
  const { y, ticks } = priceScale(sessions, TOP, PRICES_BOTTOM, levels)
  const x = (place: number) => (place + 0.5) * step
  const placeAt = (clientX: number, left: number) =>
    Math.max(0, Math.min(sessions.length - 1, Math.floor((clientX - left) / step)))
  return (
    <div ref={frame} className="mx-4 mb-2">
      <svg
        width={width}
        height={HEIGHT}
        role="img"
        aria-label="Prices by session with trend, documents, events, recommendations and orders; the table has the same"
        className="block touch-pan-y select-none"
        onPointerMove={({ clientX, currentTarget }) =>
          onPoint(placeAt(clientX, currentTarget.getBoundingClientRect().left))
        }
        onClick={({ clientX, currentTarget }) =>
          onPress(placeAt(clientX, currentTarget.getBoundingClientRect().left))
        }
      >
        <rect x={chosen * step} y={0} width={step} height={HEIGHT - AXIS} className="fill-ground" />
        {ticks.map((tick) => (
          <g key={tick}>
            <line x1={0} x2={width - RIGHT} y1={y(tick)} y2={y(tick)} className="stroke-line" />
            <text x={width - RIGHT + 6} y={y(tick) + 4} className="fill-muted text-12">
              {dollars(tick).replace(/\.00$/, '')}
            </text>
          </g>
        ))}
        {sessions.map((session, place) => (
          <Candle key={session.day} session={session} x={x(place)} width={step} y={y} />
        ))}
        {apart(levels, y).map(({ name, price, labelY }) => (
          <g key={name}>
            <line
              x1={0}
              x2={width - RIGHT}
              y1={y(price)}
              y2={y(price)}
              className={name.endsWith('stop') ? 'stroke-down' : 'stroke-info'}
              strokeDasharray="4 4"
            />
            <text x={4} y={labelY} className="fill-text text-12">
              {name} {dollars(price)}
            </text>
          </g>
        ))}
        <Lanes sessions={sessions} x={x} step={step} top={LANES_TOP} right={width - RIGHT} />
        {labelled(sessions, step).map((place) => (
          <text
            key={place}
            x={x(place)}
            y={HEIGHT - 4}
            textAnchor="middle"
            className="fill-muted text-12"
          >
            {sessions[place]?.day.slice(5)}
          </text>
        ))}
      </svg>
    </div>
  )
}

const LABEL_HEIGHT = 14

/** From the highest down, each label above its line where there is room, and below the label before. */
function apart(levels: readonly PriceLevel[], y: (price: number) => number) {
  let above = 0
  return levels
    .toSorted((a, b) => b.price - a.price)
    .map((level) => {
      above = Math.max(y(level.price) - 4, above + LABEL_HEIGHT)
      return { ...level, labelY: above }
    })
}

/** Places that have room for their day below them. */
function labelled(sessions: readonly Session[], step: number): number[] {
  const every = Math.max(1, Math.ceil(64 / step))
  const last = sessions.length - 1
  return sessions.flatMap((session, place) =>
    session.bar && (last - place) % every === 0 && place * step > 20 ? [place] : [],
  )
}
