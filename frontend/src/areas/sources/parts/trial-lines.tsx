/** What a trial tells: how it ended, then each thing that would be stored or refused. */

import { Badge, Code } from '../../../parts/words.tsx'
import { Refused } from '../../../parts/sign-in/refused.tsx'
import type { TrialRow } from '#shared/contracts/api/source-trials.ts'
import type { TrialLine } from './trial.ts'

type TrialLinesProps = { trial: TrialRow | undefined; fault: Error | null }

export function TrialLines({ trial, fault }: TrialLinesProps) {
  if (fault) return <Refused fault={fault} what="Its answer could not be read" />
  const isUnderWay = !trial || trial.state === 'waiting'
  const summary = trial?.lines.find((line) => line['kind'] === 'summary')
  const rest = trial?.lines.filter((line) => line['kind'] !== 'summary') ?? []
  return (
    <>
      {isUnderWay && <p role="status">It is being tried …</p>}
      {trial?.state === 'failed' && !summary && (
        <p role="alert" className="text-down">
          The trial itself failed; nothing is known of the source.
        </p>
      )}
      {summary && <Summary line={summary} />}
      <ul aria-label="What would be stored" className="mt-2">
        {rest.map((line, place) => (
          <li key={place} className="border-t border-line py-2">
            <Line line={line} />
          </li>
        ))}
      </ul>
      {trial !== undefined && trial.linesLeftOut > 0 && (
        <p className="text-muted">{trial.linesLeftOut} more are left out here.</p>
      )}
    </>
  )
}

function Summary({ line }: { line: TrialLine }) {
  const notes = Array.isArray(line['notes']) ? line['notes'].map(wordOf) : []
  return (
    <div role="status">
      <p className="flex flex-wrap items-center gap-x-2">
        <Badge code={wordOf(line['outcome'])} />
        <span>
          {wordOf(line['kept'])} of {wordOf(line['items'])} would be stored,{' '}
          {wordOf(line['rejected'])} refused
        </span>
      </p>
      {notes.map((note) => (
        <p key={note} className="mt-1 break-words text-muted">
          {note}
        </p>
      ))}
    </div>
  )
}

function Line({ line }: { line: TrialLine }) {
  if (line['kind'] === 'document') return <DocumentLine line={line} />
  if (line['kind'] === 'reject') return <RejectLine line={line} />
  const { kind, ...rest } = line
  return (
    <p className="break-words">
      <strong className="font-semibold">{wordOf(kind)}</strong>{' '}
      {Object.entries(rest).map(([name, value]) => (
        <span key={name} className="mr-3">
          <span className="text-muted">{name}</span> {wordOf(value)}
        </span>
      ))}
    </p>
  )
}

function DocumentLine({ line }: { line: TrialLine }) {
  const mentions = listOf(line['mentions']).map((one) => wordOf(one['ticker']))
  const flags = Array.isArray(line['flags']) ? line['flags'].map(wordOf) : []
  const readings = listOf(line['reading'])
  return (
    <>
      <p className="font-medium break-words">{wordOf(line['title']) || 'Untitled'}</p>
      <p className="flex flex-wrap gap-x-3 text-12 text-muted">
        <span>{wordOf(line['publisher'])}</span>
        <span>{wordOf(line['published_at'])}</span>
        {flags.map((flag) => (
          <span key={flag} className="text-warn">
            {flag.replaceAll('_', ' ')}
          </span>
        ))}
        <span>{mentions.length > 0 ? `names ${mentions.join(', ')}` : 'names no company'}</span>
        {readings.map((one) => (
          <span key={wordOf(one['ticker'])}>
            {wordOf(one['ticker'])} {wordOf(one['sentiment'])}
          </span>
        ))}
      </p>
    </>
  )
}

function RejectLine({ line }: { line: TrialLine }) {
  return (
    <>
      <p className="text-down">
        <Code code={wordOf(line['reason'])} />
      </p>
      {line['says'] !== undefined && (
        <p className="break-words text-muted">{wordOf(line['says'])}</p>
      )}
      <pre className="mt-1 max-h-24 overflow-auto text-12 break-all whitespace-pre-wrap text-muted">
        {wordOf(line['item'])}
      </pre>
    </>
  )
}

function listOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? (value as Record<string, unknown>[]) : []
}

function wordOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}
