/** What is odd about a document, and what that means for how far it counts. */

import type { DocumentDetail } from '#shared/contracts/api/documents.ts'
import { Code } from '../../../parts/words.tsx'

export function Flags({ document }: { document: DocumentDetail }) {
  const codes = [...document.dateFlags, ...(document.qualityReasons ?? [])]
  const { version, ownerRecord, owner, publisher } = document
  const isPlain = codes.length === 0 && version === 1 && ownerRecord !== 'none'
  if (isPlain) return <p className="px-4 pb-4 text-muted">Nothing odd was found.</p>
  return (
    <ul className="list-disc space-y-1 px-4 pb-4 pl-9">
      {version > 1 && (
        <li>
          Corrected by its source: this is version {version}. What was decided on the earlier ones
          rests on them.
        </li>
      )}
      {ownerRecord === 'none' && (
        <li>
          {owner ?? publisher} had no record when it came: it counts little, and nothing is bought
          on it alone.
        </li>
      )}
      {codes.map((code) => (
        <li key={code}>
          <Code code={code} />
        </li>
      ))}
    </ul>
  )
}
