/** Which documents contradict each other, the weightiest pair first, each document named and linked. */

import type { BriefPage } from '#shared/contracts/api/signals.ts'
import { DocumentLink } from '../../../parts/document-link.tsx'
import { When } from '../../../parts/figures.tsx'
import { layerWords } from './layer-words.ts'

type Pair = BriefPage['disagreements'][number]

export function Disagreements({ pairs }: { pairs: readonly Pair[] }) {
  return (
    <ol className="pb-2">
      {pairs.map((pair, place) => (
        <li key={place} className="border-b border-line px-4 py-2 last:border-0">
          <div className="grid grid-cols-1 gap-x-6 gap-y-1 sm:grid-cols-2">
            <Side says="speaks for a rise" side={pair.positive} />
            <Side says="speaks for a fall" side={pair.negative} />
          </div>
          <p className="mt-0.5 text-12 text-muted">
            They take {pair.mass.toFixed(3)} of weight from each other.
          </p>
        </li>
      ))}
    </ol>
  )
}

function Side({ says, side: { layer, document } }: { says: string; side: Pair['positive'] }) {
  return (
    <div>
      {document ? (
        <DocumentLink id={document.documentId} className="font-medium hover:underline">
          {document.title || 'Untitled'}
        </DocumentLink>
      ) : (
        <span className="text-muted">A document that is no longer kept</span>
      )}
      <p className="mt-0.5 flex flex-wrap gap-x-3 text-12 text-muted">
        <span>{says}</span>
        {document && <span>{document.publisher}</span>}
        {document && <When at={document.publishedAt} />}
        {layerWords[layer] && <span>{layerWords[layer]}</span>}
      </p>
    </div>
  )
}
