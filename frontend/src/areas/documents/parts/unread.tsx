/** Why a document has no reading, and what happens next. */

import { Link } from '@tanstack/react-router'
import type { DocumentPage } from '#shared/contracts/api/documents.ts'
import { When } from '../../../parts/figures.tsx'
import { Code } from '../../../parts/words.tsx'

export function Unread({ told: { document, jobs } }: { told: DocumentPage }) {
  return (
    <div className="space-y-2 px-4 pb-4">
      <p>
        <Code code={document.status} />
        {document.statusReason && (
          <>
            : <Code code={document.statusReason} />
          </>
        )}{' '}
        <span className="text-muted">
          <When at={document.statusAt} />
        </span>
      </p>
      {document.extractionTries > 0 && (
        <p>
          A reading of it failed {document.extractionTries}{' '}
          {document.extractionTries === 1 ? 'time' : 'times'}
          {document.nextTryAt && (
            <>
              ; it is tried again <When at={document.nextTryAt} />
            </>
          )}
          .
        </p>
      )}
      {jobs.length === 0 && !document.nextTryAt && (
        <p className="text-muted">{nextOf(document.status)}</p>
      )}
      {jobs.map((job) => (
        <p key={job.jobId}>
          {job.state === 'queued' ? 'It waits in ' : 'It was given up in '}
          <Link to="/pipeline" className="link underline">
            {job.list}
          </Link>{' '}
          <span className="text-muted">
            since <When at={job.enqueuedAt} />, tried {job.deliveries}{' '}
            {job.deliveries === 1 ? 'time' : 'times'}
          </span>
          {job.reason && (
            <>
              : <Code code={job.reason} />
            </>
          )}
          {job.lastError && <span className="block text-12 text-down">{job.lastError}</span>}
        </p>
      ))}
    </div>
  )
}

/** What is done next where nothing waits. */
function nextOf(status: DocumentPage['document']['status']): string {
  if (status === 'ingested' || status === 'parsed')
    return 'Nothing waits for it: the scheduler sends it on again within the hour.'
  if (status === 'extraction_failed')
    return 'It is not tried again by itself: its reason does not pass, or it was tried often enough.'
  if (status === 'parse_failed') return 'It is parsed again when its source sends it again.'
  return 'It is not read for meaning, and nothing more is to come.'
}
