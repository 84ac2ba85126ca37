/** Where a document comes from, and how far it is believed. */

import type { DocumentDetail } from '#shared/contracts/api/documents.ts'
import { NamedValue, NamedValues } from '../../../parts/named-values.tsx'
import { SourceLink } from '../../../parts/source-link.tsx'
import { brief, percent } from '../../../text/format.ts'

export function Origin({ document }: { document: DocumentDetail }) {
  const isWeb = document.url !== null && /^https?:\/\//.test(document.url)
  return (
    <NamedValues>
      <NamedValue name="Source">
        <span className="text-13">
          {document.sourceId && document.sourceName ? (
            <SourceLink id={document.sourceId} name={document.sourceName} />
          ) : (
            document.sourceType
          )}
        </span>
      </NamedValue>
      <NamedValue name="Credibility">
        <span className="text-13">{percent(document.credibilityScore)}</span>
      </NamedValue>
      <NamedValue name="Quality">
        <span className="text-13">
          {document.qualityScore === null ? 'not rated' : percent(document.qualityScore)}
        </span>
      </NamedValue>
      <NamedValue name="Raw bytes, SHA-256">
        <code className="text-12" title={document.rawSha256}>
          {brief(document.rawSha256)}…
        </code>
      </NamedValue>
      <NamedValue name="Text, SHA-256">
        <code className="text-12" title={document.normalizedSha256 ?? undefined}>
          {document.normalizedSha256 ? `${brief(document.normalizedSha256)}…` : 'none'}
        </code>
      </NamedValue>
      {isWeb && document.url && (
        <NamedValue name="Address">
          <a href={document.url} rel="noreferrer noopener" target="_blank" className="link text-13">
            {new URL(document.url).hostname}
          </a>
        </NamedValue>
      )}
    </NamedValues>
  )
}
