/** One session's prices, from low to high with a body from open to close, and what was filled at them. */

import type { Session } from './sessions.ts'

type CandleProps = { session: Session; x: number; width: number; y: (price: number) => number }

export function Candle({ session: { bar, orders }, x, width, y }: CandleProps) {
  const body = Math.max(1, Math.min(9, width * 0.6))
  return (
    <g>
      {bar && (
        <g className={bar.close >= bar.open ? 'fill-up stroke-up' : 'fill-down stroke-down'}>
          <line x1={x} x2={x} y1={y(bar.high)} y2={y(bar.low)} />
          <rect
            x={x - body / 2}
            y={Math.min(y(bar.open), y(bar.close))}
            width={body}
            height={Math.max(1, Math.abs(y(bar.open) - y(bar.close)))}
            // A rise is hollow: colour alone would not tell.
            className={bar.close >= bar.open ? 'fill-surface' : ''}
          />
        </g>
      )}
      {orders.map(({ orderId, side, filledPriceAvg }) =>
        filledPriceAvg === null ? null : (
          <path
            key={orderId}
            d={triangle(x, y(Number(filledPriceAvg)), side === 'buy' ? 1 : -1)}
            className="fill-accent stroke-surface"
          />
        ),
      )}
    </g>
  )
}

/** Pointing up with its tip at a price, or down. */
function triangle(x: number, y: number, way: 1 | -1): string {
  return `M${x} ${y}l6 ${10 * way}h-12z`
}
