/** Searches the newest lines of logs, where they lie beside the API; elsewhere it says where they are. */

import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { LOG_LEVELS, type LogLine } from '#shared/contracts/api/system.ts'
import { useMayDo } from '../../../api/me.ts'
import { read } from '../../../api/read.ts'
import { narrowedBy } from '../../../api/search-of.ts'
import { ChoiceField } from '../../../parts/field.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { WayLink } from '../../../parts/way-link.tsx'
import { WordsField } from '../../../parts/words-field.tsx'
import { count, exact } from '../../../text/format.ts'

export function LogPanel() {
  const mayRead = useMayDo('GET /api/logs')
  const beside = useQuery(read('GET /api/beside', {}))
  if (!mayRead || !beside.data) return null
  if (beside.data.hasLogs) return <Lines />
  return (
    <Panel title="Logs" query={beside} rows={2} className="lg:col-span-12">
      {({ logs }) => (
        <p className="max-w-prose px-4 pb-4 text-muted">
          {logs
            ? 'Logs are kept outside of this installation’s page: “Logs” above leads there.'
            : 'Logs do not lie beside this page. In a cluster `kubectl logs` reads them; LOGS_URL names where people search them, and this page then leads there.'}
        </p>
      )}
    </Panel>
  )
}

const looks: Readonly<Record<string, string>> = {
  warn: 'text-warn',
  error: 'text-down',
  fatal: 'text-down',
}

function Lines() {
  const search = useSearch({ from: '/system' })
  const navigate = useNavigate({ from: '/system' })
  const query = useQuery(read('GET /api/logs', search as never))
  const turn = (name: string) => (value: string) =>
    void navigate({ search: narrowedBy(name, value), replace: true })
  const isNarrowed = Object.values(search).some(Boolean)
  return (
    <Panel
      title="Logs"
      query={query}
      rows={8}
      className="lg:col-span-12"
      aside={
        query.data?.isMore ? (
          <span className="text-12 text-muted">
            the newest {count(query.data.lines.length)}; older ones are left out
          </span>
        ) : null
      }
    >
      {({ lines, services }) => (
        <>
          <div className="grid grid-cols-2 gap-2 px-4 pb-3 lg:grid-cols-4">
            <ChoiceField
              name="Program"
              value={search.service ?? ''}
              choices={[['', 'All'], ...services.map((one) => [one, one] as const)]}
              onChange={turn('service')}
            />
            <ChoiceField
              name="From level"
              value={search.level ?? ''}
              choices={[['', 'All'], ...LOG_LEVELS.map((one) => [one, one] as const)]}
              onChange={turn('level')}
            />
            <WordsField name="Trace" value={search.trace ?? ''} onChange={turn('trace')} />
            <WordsField name="Words" value={search.words ?? ''} onChange={turn('words')} />
          </div>
          {lines.length === 0 && (
            <p className="px-4 pb-4 text-muted">
              {isNarrowed
                ? 'No line is like that in what is looked at.'
                : 'No program has written a line yet.'}
            </p>
          )}
          <ol aria-label="Lines" className="max-h-[36rem] overflow-auto pb-2" tabIndex={0}>
            {lines.map((line, place) => (
              <Line key={place} line={line} />
            ))}
          </ol>
        </>
      )}
    </Panel>
  )
}

function Line({ line: { at, service, level, says, traceId } }: { line: LogLine }) {
  return (
    <li className="border-b border-line px-4 py-1 text-12 last:border-0">
      <span className="text-muted">
        {at && (
          <time dateTime={at} title={exact(new Date(at))}>
            {at.slice(11, 23)}Z
          </time>
        )}{' '}
        {service}
      </span>{' '}
      {level && <span className={`font-medium ${looks[level] ?? 'text-muted'}`}>{level}</span>}{' '}
      <span className="break-words whitespace-pre-wrap">{says}</span>{' '}
      {traceId && <WayLink id={traceId} words="its way" />}
    </li>
  )
}
