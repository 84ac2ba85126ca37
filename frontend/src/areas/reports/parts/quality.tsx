/** What readers read, how they failed and differed, and how publishers stand. */

import type { ReportQuality } from '#shared/contracts/api/report-body.ts'
import { wordsFor } from '../../../text/codes.ts'
import { Counts } from './signals.tsx'
import { CountedShares } from './shares.tsx'

export function ReportQualityTables({ quality }: { quality: ReportQuality }) {
  return (
    <div className="grid grid-cols-1 gap-x-4 lg:grid-cols-2">
      <div className="min-w-0">
        <Counts
          label="Readings"
          none="No document was read."
          rows={quality.readings.map(({ model, readings, confidence }) => ({
            name: `${model}, mean confidence ${confidence.toFixed(2)}`,
            count: readings,
          }))}
        />
        {quality.calls.length > 0 && (
          <Counts
            label="Calls of models"
            none=""
            rows={quality.calls.map(({ model, outcome, count, milliseconds }) => ({
              name: `${model}: ${wordsFor(outcome).toLowerCase()}, median ${milliseconds} ms`,
              count,
            }))}
          />
        )}
        {quality.pairs.length > 0 && (
          <Counts
            label="Readers opposed"
            none=""
            rows={quality.pairs.map(({ model, other, pairs, opposed }) => ({
              name: `${model} and ${other}, of ${pairs} both read`,
              count: opposed,
            }))}
          />
        )}
        <Counts
          label="Documents"
          none="No document came."
          rows={quality.documents.map(({ status, count }) => ({ name: wordsFor(status), count }))}
        />
      </div>
      <div className="min-w-0">
        {quality.publishers.length > 0 && (
          <CountedShares label="Publisher, ever" shares={quality.publishers} />
        )}
        {quality.calibrations.map(({ model, method, before, after }) => (
          <p key={model} className="px-4 pb-2 text-muted">
            {model}: calibration error {before.toFixed(3)} before, {after.toFixed(3)} after (
            {method})
          </p>
        ))}
      </div>
    </div>
  )
}
