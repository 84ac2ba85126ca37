/** Every reading of a document, the newest first, each with what it changed. */

import type { Reading } from '#shared/contracts/api/documents.ts'
import { When } from '../../../parts/figures.tsx'
import { Code } from '../../../parts/words.tsx'
import { percent } from '../../../text/format.ts'
import { readingDifferences } from './reading-differences.ts'

export function ReadingHistory({ readings }: { readings: readonly Reading[] }) {
  return (
    <ol className="space-y-3 px-4 pb-4">
      {readings.map((reading, place) => (
        <li key={reading.readingId} className="border-l-2 border-line pl-3">
          <p>
            <strong className="font-semibold">
              {reading.model} {reading.modelVersion}
            </strong>
            , prompt {reading.promptVersion}
            {reading.isCurrent && ', current'}{' '}
            <span className="text-muted">
              <When at={reading.extractedAt} />
            </span>
          </p>
          <p className="text-12 text-muted">
            Reading {reading.number} of version {reading.version} of the document; confidence{' '}
            {percent(reading.confidence)}, novelty {percent(reading.novelty)}; {reading.inputLength}{' '}
            characters read
          </p>
          {reading.addressed > 0 && (
            <p className="text-12 text-warn">
              {reading.addressed} {reading.addressed === 1 ? 'sentence speaks' : 'sentences speak'}{' '}
              to a machine that reads it: shown to no model, and not quoted.
            </p>
          )}
          <HeldClaims held={reading.held} />
          <Changes before={readings[place + 1]} after={reading} />
        </li>
      ))}
    </ol>
  )
}

function Changes({ before, after }: { before: Reading | undefined; after: Reading }) {
  if (!before) return null
  const found = readingDifferences(before, after)
  if (found.length === 0)
    return <p className="text-12 text-muted">It says the same as the one before.</p>
  return (
    <ul className="text-12">
      {found.map((words) => (
        <li key={words}>{words}</li>
      ))}
    </ul>
  )
}

/** What a model said and was not believed. */
function HeldClaims({ held }: { held: Reading['held'] }) {
  if (held.length === 0) return null
  return (
    <ul className="text-12 text-warn" aria-label="Held back">
      {held.map((claim) => (
        <li key={`${claim.entity} ${claim.code}`}>
          Held back: {claim.entity} {claim.sentiment}, rules read {claim.rules.sentiment}{' '}
          {percent(claim.rules.confidence)}. <Code code={claim.code} />
        </li>
      ))}
    </ul>
  )
}
