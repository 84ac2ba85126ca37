/** The numbers of both pipelines of one evaluation, why neither buys, and where a purchase would end. */

import type { EngineRow } from '#shared/contracts/api/signal-engine.ts'
import { NamedValue, NamedValues } from '../../../parts/named-values.tsx'
import { Badge, Code } from '../../../parts/words.tsx'
import { dollars, percent, signedScore } from '../../../text/format.ts'

const shown = (value: number | null, text: (value: number) => string) =>
  value === null ? '–' : text(value)

export function EngineNumbers({ row }: { row: EngineRow }) {
  return (
    <>
      <NamedValues>
        <NamedValue name="By scores">
          <Verdict code={row.heuristicVerdict} />
        </NamedValue>
        <NamedValue name="Sum, buys from 1.2">{shown(row.heuristicTotal, signedScore)}</NamedValue>
        <NamedValue name="Confidence, from 0.70">
          {shown(row.heuristicConfidence, (value) => value.toFixed(2))}
        </NamedValue>
      </NamedValues>
      <NamedValues>
        <NamedValue name="By chance">
          <Verdict code={row.probabilisticVerdict} />
        </NamedValue>
        <NamedValue name="Rises, buys from 60 %">{shown(row.up, percent)}</NamedValue>
        <NamedValue name="Log-odds">{shown(row.logOdds, signedScore)}</NamedValue>
        <NamedValue name="Entropy, up to 0.90 bit">
          {shown(row.entropy, (value) => value.toFixed(2))}
        </NamedValue>
        <NamedValue name="Worth, from 1.5 R">{shown(row.reward, signedScore)}</NamedValue>
      </NamedValues>
      <Faults row={row} />
      {row.codes.length > 0 && (
        <div className="px-4 pb-4">
          <h3 className="text-12 text-muted">Why not buy</h3>
          <ul className="list-disc pl-5">
            {row.codes.map((code) => (
              <li key={code}>
                <Code code={code} />
              </li>
            ))}
          </ul>
        </div>
      )}
      {row.exits && (
        <NamedValues>
          <NamedValue name="Stop, were it bought">{dollars(row.exits.stop)}</NamedValue>
          <NamedValue name="First target">{dollars(row.exits.target1)}</NamedValue>
          <NamedValue name="Second target">{dollars(row.exits.target2)}</NamedValue>
          <NamedValue name="Trails from">{dollars(row.exits.trailingStop)}</NamedValue>
        </NamedValues>
      )}
    </>
  )
}

function Verdict({ code }: { code: EngineRow['heuristicVerdict'] }) {
  return code === null ? <span className="text-down">failed</span> : <Badge code={code} />
}

function Faults({ row }: { row: EngineRow }) {
  const faults = [row.heuristicFault, row.probabilisticFault].filter((fault) => fault !== null)
  return faults.map((fault) => (
    <p key={fault} className="px-4 pb-4 break-words text-down">
      One pipeline failed: {fault}
    </p>
  ))
}
