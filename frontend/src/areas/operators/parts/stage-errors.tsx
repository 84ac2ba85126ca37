/** What jobs of a stage failed of last. */

import { useQuery } from '@tanstack/react-query'
import type { StageError } from '#shared/contracts/api/stages.ts'
import { useMayDo } from '../../../api/me.ts'
import { read } from '../../../api/read.ts'
import { Panel } from '../../../parts/panel.tsx'
import { RealWhen } from '../../../parts/real-when.tsx'
import { WayLink } from '../../../parts/way-link.tsx'
import { Code } from '../../../parts/words.tsx'
import { count } from '../../../text/format.ts'

/** For those who may read what jobs carried: errors may tell of that. */
export function StageErrors({ stage }: { stage: string }) {
  const mayRead = useMayDo('GET /api/stages/:id/errors')
  const query = useQuery({
    ...read('GET /api/stages/:id/errors', { id: stage }),
    enabled: mayRead,
  })
  if (!mayRead) return null
  return (
    <Panel
      title="Last errors"
      query={query}
      rows={3}
      className="lg:col-span-12"
      empty={{
        when: ({ errors }) => errors.length === 0,
        words: 'No job of this stage waits for a retry, and none was given up.',
      }}
    >
      {({ errors }) => (
        <ul className="pb-2">
          {errors.map((row) => (
            <ErrorLine key={row.jobId} row={row} />
          ))}
        </ul>
      )}
    </Panel>
  )
}

function ErrorLine({ row }: { row: StageError }) {
  return (
    <li className="border-b border-line px-4 py-2 last:border-0">
      <p className="break-words">{row.error || 'It did not say why.'}</p>
      <p className="text-12 text-muted">
        <span className={row.state === 'dead' ? 'text-down' : 'text-warn'}>
          {row.state === 'dead' ? 'given up' : 'tried again'}
        </span>
        {row.reason && (
          <>
            {' · '}
            <Code code={row.reason} />
          </>
        )}{' '}
        · {row.list} · {count(row.deliveries)} {row.deliveries === 1 ? 'delivery' : 'deliveries'} ·{' '}
        <RealWhen at={row.at} /> · <WayLink id={row.jobId} words="its way" />
      </p>
    </li>
  )
}
