/** Days that were replayed: whether each decision came out again as it was recorded, signed. */

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ParityCertificate, ParityRow } from '#shared/contracts/api/parity.ts'
import { useMayDo } from '../../../api/me.ts'
import { read, send } from '../../../api/read.ts'
import { useChange } from '../../../api/use-change.ts'
import { Button } from '../../../parts/button.tsx'
import { TextField } from '../../../parts/field.tsx'
import { When } from '../../../parts/figures.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { Refused } from '../../../parts/sign-in/refused.tsx'
import { Table, type Column } from '../../../parts/table.tsx'
import { brief, count } from '../../../text/format.ts'
import { FindingList } from '../parts/parity-findings.tsx'

const SHOWN = 60

export function ParityPage() {
  const query = useQuery(read('GET /api/parity', { limit: SHOWN }))
  const mayMake = useMayDo('POST /api/parity/:id')
  const [day, setDay] = useState('')
  const [chosen, setChosen] = useState<Named>()
  const made = useChange(
    (asked: string) => send('POST /api/parity/:id', { id: asked, body: {} }),
    ({ day: of, certificateId }) => setChosen({ day: of, certificateId }),
  )
  const shown = chosen ?? query.data?.[0]
  return (
    <div className="space-y-4">
      <h1 className="sr-only">Parity</h1>
      <Panel
        title={titleOf(query.data)}
        query={query}
        rows={4}
        empty={{
          when: (rows) => rows.length === 0,
          words:
            'No day was replayed yet. A replay judges decisions of a day again, by the code that decided, on the inputs that were kept of them, and signs what came of it.',
        }}
      >
        {(rows) => (
          <Table label="Certificates" rows={rows} columns={columnsOf(setChosen)} keyOf={keyOf} />
        )}
      </Panel>
      {mayMake && (
        <form
          className="flex flex-wrap items-end gap-3 rounded-lg border border-line bg-surface px-4 py-3"
          onSubmit={(event) => {
            event.preventDefault()
            made.mutate(day)
          }}
        >
          <TextField
            name="Day in New York"
            value={day}
            onChange={setDay}
            maxLength={10}
            hint="Such as 2026-01-07."
          />
          <Button
            type="submit"
            look="main"
            disabled={made.isPending || !/^\d{4}-\d\d-\d\d$/.test(day)}
          >
            {made.isPending ? 'Replaying …' : 'Replay the day'}
          </Button>
          <Refused fault={made.error} what="Nothing was replayed" />
        </form>
      )}
      {shown && <Chosen day={shown.day} certificateId={shown.certificateId} />}
    </div>
  )
}

type Named = Pick<ParityRow, 'day' | 'certificateId'>

/** The one that is looked at, with its findings: the list has none. */
function Chosen({ day, certificateId }: Named) {
  const query = useQuery(read('GET /api/parity/:id', { id: day, certificate: certificateId }))
  return query.data ? (
    <Certificate of={query.data} />
  ) : (
    <Panel title={`Replay of ${day}`} query={query} rows={3}>
      {() => null}
    </Panel>
  )
}

function Certificate({
  of: { day, body, signature, keyId, isGenuine },
}: {
  of: ParityCertificate
}) {
  const { depths, orders, settingsSha256, recordedSha256, replayedSha256, left } = body
  return (
    <section className="rounded-lg border border-line bg-surface" aria-label={`Replay of ${day}`}>
      <h2 className="px-4 pt-2 pb-1 text-14 font-semibold">Replay of {day}</h2>
      <p className="max-w-prose px-4 pb-2 text-muted">
        {isGenuine ? (
          <span className="font-medium text-up">● Genuine.</span>
        ) : (
          <span className="font-medium text-down">
            ▲ The signature is not of this certificate, or by another key.
          </span>
        )}{' '}
        Signed <span title={signature}>{brief(signature)}</span> by key {keyId}. Recorded{' '}
        <span title={recordedSha256}>{brief(recordedSha256)}</span>, replayed{' '}
        <span title={replayedSha256}>{brief(replayedSha256)}</span>, settings{' '}
        <span title={settingsSha256}>{brief(settingsSha256)}</span>. Of {count(orders.recorded)}{' '}
        orders {count(orders.replayed)} came out again. Followed to its readings:{' '}
        {count(depths.reading ?? 0)}; to its trend: {count(depths.trend ?? 0)}; to its
        recommendation: {count(depths.recommendation ?? 0)}; to what it was judged on:{' '}
        {count(depths.decision ?? 0)}; not at all: {count(depths.none ?? 0)}.
      </p>
      <FindingList title="Differences" rows={body.differences} />
      <FindingList title="Not replayed" rows={body.gaps} />
      <FindingList title="Changed since, and kept by value" rows={body.changedSince} />
      {left > 0 && <p className="px-4 pb-3 text-muted">{count(left)} more are counted alone.</p>}
    </section>
  )
}

const keyOf = ({ certificateId }: ParityRow) => certificateId

function titleOf(rows: readonly ParityRow[] | undefined): string {
  const [newest] = rows ?? []
  if (!newest) return 'Does a day come out again?'
  const { different, notReplayed, equal, missing } = newest.summary
  if (!newest.isGenuine) return `The certificate of ${newest.day} is not genuine`
  if (different > 0)
    return `${newest.day}: ${count(different)} of ${count(newest.summary.decisions)} decisions come out another way`
  const unexplained = missing ? missing.all - missing.explained : 0
  if (unexplained > 0) return `${newest.day}: ${count(unexplained)} decisions are missing`
  if (newest.summary.found.differences > (missing?.all ?? 0))
    return `${newest.day}: stops at the broker were taken back another way`
  if (notReplayed > 0 && equal === 0) return `${newest.day}: nothing of it could be replayed`
  if (notReplayed > 0) return `${newest.day} comes out the same, as far as it can be replayed`
  return `${newest.day} comes out the same`
}

function columnsOf(onChoose: (row: Named) => void): Column<ParityRow>[] {
  const number = (head: string, of: (row: ParityRow) => number, isWide = false) => ({
    head,
    isNumber: true,
    isWide,
    value: of,
    cell: (row: ParityRow) => count(of(row)),
  })
  return [
    {
      head: 'Day',
      value: (row) => row.day,
      cell: (row) => (
        <button type="button" className="link whitespace-nowrap" onClick={() => onChoose(row)}>
          {row.day}
        </button>
      ),
    },
    number('Decisions', ({ summary }) => summary.decisions),
    number('Same', ({ summary }) => summary.equal),
    number('Different', ({ summary }) => summary.different),
    number('Not replayed', ({ summary }) => summary.notReplayed, true),
    number('Not decided', ({ summary }) => summary.missing?.all ?? 0, true),
    {
      head: 'Signature',
      isWide: true,
      value: (row) => (row.isGenuine ? 'genuine' : 'not genuine'),
      cell: (row) =>
        row.isGenuine ? (
          <span className="text-up">genuine</span>
        ) : (
          <span className="font-medium whitespace-nowrap text-down">not genuine</span>
        ),
    },
    {
      head: 'Build',
      isWide: true,
      value: (row) => row.build,
      cell: (row) => (row.build === '' ? 'none' : brief(row.build)),
    },
    {
      head: 'Made',
      isWide: true,
      value: (row) => row.madeAt,
      cell: (row) => <When at={row.madeAt} />,
    },
  ]
}
