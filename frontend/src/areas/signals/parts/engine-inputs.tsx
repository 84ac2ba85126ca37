/** What one evaluation was given: the market, the world, rivals, filters that were shut, and what it did without. */

import type { EngineRow } from '#shared/contracts/api/signal-engine.ts'
import { Score } from '../../../parts/figures.tsx'
import { NamedValue, NamedValues } from '../../../parts/named-values.tsx'
import { Code } from '../../../parts/words.tsx'
import { wordsFor } from '../../../text/codes.ts'
import { dollars } from '../../../text/format.ts'

export function EngineInputs({ row }: { row: EngineRow }) {
  return (
    <>
      <NamedValues>
        <NamedValue name="Market">{wordsFor(row.regime)}</NamedValue>
        <NamedValue name="Close">{row.closePrice ? dollars(row.closePrice) : '–'}</NamedValue>
        <NamedValue name="World">
          <Score score={row.macroBias} />
        </NamedValue>
        <NamedValue name="Rivals">
          <Score score={row.competitiveBias} />
        </NamedValue>
      </NamedValues>
      {row.filters.length > 0 && (
        <div className="px-4 pb-4">
          <h3 className="text-12 text-muted">Shut filters: both skip</h3>
          <ul className="list-disc pl-5">
            {row.filters.map(({ code, found, limit }) => (
              <li key={code}>
                <Code code={code} />: {tidy(found)} against {tidy(limit)}
              </li>
            ))}
          </ul>
        </div>
      )}
      {row.sentinels.length > 0 && (
        <div className="px-4 pb-4">
          <h3 className="text-12 text-muted">Done without</h3>
          <ul className="list-disc pl-5">
            {row.sentinels.map((word) => (
              <li key={word}>{wordsFor(word)}</li>
            ))}
          </ul>
        </div>
      )}
    </>
  )
}

const tidy = (value: number) => String(Math.round(value * 100) / 100)
