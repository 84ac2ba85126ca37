/** How often a reader was right against how sure it was; on the line it is right as often as it says. */

import type { ReaderRun } from '#shared/contracts/api/quality.ts'
import { count } from '../../../text/format.ts'

const SIDE = 132
const EDGE = 22

export function CalibrationPlot({ run }: { run: ReaderRun }) {
  const x = (share: number) => EDGE + share * SIDE
  const y = (share: number) => 8 + (1 - share) * SIDE
  const most = Math.max(1, ...run.bins.map((bin) => bin.count))
  const name = `${run.model} ${run.version}, ${run.set}`
  return (
    <figure className="w-44">
      <svg
        viewBox={`0 0 ${EDGE + SIDE + 10} ${SIDE + 34}`}
        role="img"
        aria-label={`Calibration of ${name}: off by ${run.ece.toFixed(3)} on average`}
        className="w-full text-muted"
      >
        <rect x={x(0)} y={y(1)} width={SIDE} height={SIDE} className="fill-none stroke-line" />
        <line x1={x(0)} y1={y(0)} x2={x(1)} y2={y(1)} className="stroke-line" strokeDasharray="4" />
        {[0, 0.5, 1].map((share) => (
          <g key={share} className="fill-current text-12" fontSize="10">
            <text x={x(share)} y={y(0) + 12} textAnchor="middle">
              {share}
            </text>
            <text x={x(0) - 4} y={y(share) + 3} textAnchor="end">
              {share}
            </text>
          </g>
        ))}
        <text x={x(0.5)} y={y(0) + 24} textAnchor="middle" fontSize="10" className="fill-current">
          how sure
        </text>
        {run.bins.map((bin) => (
          <circle
            key={bin.from}
            cx={x(bin.confidence)}
            cy={y(bin.accuracy)}
            r={2.5 + 4.5 * Math.sqrt(bin.count / most)}
            className="fill-accent"
            fillOpacity="0.75"
          >
            <title>
              {`${count(bin.count)} answers: ${bin.confidence.toFixed(2)} sure, ${bin.accuracy.toFixed(2)} right`}
            </title>
          </circle>
        ))}
      </svg>
      <figcaption className="text-center text-12 text-muted">
        <strong className="block font-medium text-text">
          {run.model} {run.version}
        </strong>
        <span className="break-words">{run.set}</span>
      </figcaption>
    </figure>
  )
}
