/** Evidence of one side: each piece with its quote, who tells it, and what it weighs. */

import { Link } from '@tanstack/react-router'
import type { BriefPage } from '#shared/contracts/api/signals.ts'
import { DocumentLink } from '../../../parts/document-link.tsx'
import { When } from '../../../parts/figures.tsx'
import { signedScore } from '../../../text/format.ts'
import { layerWords } from './layer-words.ts'

export type Evidence = BriefPage['evidence'][number]

export function EvidenceList({ pieces }: { pieces: readonly Evidence[] }) {
  return (
    <ol className="pb-2">
      {pieces.map((piece, place) => (
        <li key={piece.place} className="border-b border-line px-4 py-2 last:border-0">
          <DocumentLink id={piece.documentId} className="font-medium hover:underline">
            {piece.title || 'Untitled'}
          </DocumentLink>
          {piece.quote && (
            <p className="mt-0.5 line-clamp-2 border-l-2 border-line pl-2 text-muted">
              “{piece.quote}”
            </p>
          )}
          <p className="mt-0.5 flex flex-wrap gap-x-3 text-12 text-muted">
            <span>{whoOf(piece)}</span>
            <When at={piece.publishedAt} />
            {piece.globalEventId && (
              <Link
                to="/events/$id"
                params={{ id: piece.globalEventId }}
                className="link underline"
              >
                the event
              </Link>
            )}
            {piece.layer && layerWords[piece.layer] && <span>{layerWords[piece.layer]}</span>}
            {piece.sentimentScore !== null && (
              <span>sentiment {signedScore(piece.sentimentScore)}</span>
            )}
            {piece.weight !== null && <span>weight {piece.weight.toFixed(3)}</span>}
            {isCopy(piece, pieces.slice(0, place)) && (
              <span className="text-warn">tells a story told above: one voice</span>
            )}
            {piece.ownerRecord === 'none' && (
              <span className="text-warn">its owner has no record</span>
            )}
          </p>
        </li>
      ))}
    </ol>
  )
}

const whoOf = ({ publisher, owner }: Evidence) =>
  owner && owner !== publisher ? `${publisher || owner} (${owner})` : publisher

const isCopy = ({ storyId }: Evidence, above: readonly Evidence[]) =>
  storyId !== null && above.some((other) => other.storyId === storyId)
