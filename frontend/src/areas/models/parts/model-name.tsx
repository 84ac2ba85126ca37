/** Which model reads, and the versions that its newest answer was read by. */

import type { Compared } from './reader-columns.tsx'

/** A muted name is the environment's. */
export function ModelName({ row: { model, figures } }: { row: Compared }) {
  const {
    lastModelVersion: version,
    lastPromptVersion: prompt,
    lastSchemaVersion: schema,
  } = figures
  return (
    <>
      {model || <span className="text-muted">{figures.lastModel || 'the environment’s'}</span>}
      {version !== '' && (
        <span className="block text-12 text-muted">
          {[version, prompt, schema && `schema ${schema}`].filter(Boolean).join(', ')}
        </span>
      )}
    </>
  )
}
