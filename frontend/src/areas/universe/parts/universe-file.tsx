/** Companies out as a file, and in again: first what it would change, then the change, whole or not at all. */

import { useId, useState } from 'react'
import type { UniverseReport } from '#shared/contracts/api/registry-universe.ts'
import { useMayDo } from '../../../api/me.ts'
import { send } from '../../../api/read.ts'
import { useChange } from '../../../api/use-change.ts'
import { Button } from '../../../parts/button.tsx'
import { base64Of } from '../../../parts/base64.ts'
import { Refused } from '../../../parts/sign-in/refused.tsx'
import { count } from '../../../text/format.ts'
import { ImportReport } from './import-report.tsx'

export function UniverseFile() {
  const heading = useId()
  const mayImport = useMayDo('POST /registry/universe')
  return (
    <section
      aria-labelledby={heading}
      className="min-w-0 rounded-lg border border-line bg-surface px-4 pt-2 pb-4"
    >
      <h2 id={heading} className="text-14 font-semibold">
        Companies as a file
      </h2>
      <p className="mt-1 max-w-prose text-muted">
        <a href="/registry/universe?format=csv" download="companies.csv" className="link">
          Export companies as CSV
        </a>
        {mayImport &&
          '. A file to import names its columns in the first line: ticker and name, and if wished sector, aliases with | between them, and cik. Nothing is removed by it.'}
      </p>
      {mayImport && <Import />}
    </section>
  )
}

function Import() {
  const id = useId()
  const [file, setFile] = useState<File>()
  const [report, setReport] = useState<UniverseReport>()
  const take = useChange(
    async (store: boolean) =>
      send('POST /registry/universe', {
        body: { file: await base64Of(file ?? new Blob()), store },
      }),
    setReport,
  )
  const isSound = report?.faults.length === 0
  const news = report ? report.added.length + report.changed.length : 0
  return (
    <div className="mt-3">
      <div className="flex flex-wrap items-center gap-2">
        <label htmlFor={id} className="sr-only">
          File to import
        </label>
        <input
          id={id}
          type="file"
          accept=".csv,.tsv,.txt,text/csv"
          onChange={(event) => {
            setFile(event.target.files?.[0])
            setReport(undefined)
            take.reset()
          }}
          className="w-full max-w-xs text-12 text-muted file:mr-2 file:h-9 file:rounded file:border file:border-line file:bg-surface file:px-3 file:text-text"
        />
        <Button disabled={!file || take.isPending} onClick={() => take.mutate(false)}>
          Show what it would change
        </Button>
        {report && !report.isStored && isSound && news > 0 && (
          <Button look="main" disabled={take.isPending} onClick={() => take.mutate(true)}>
            Import {count(news)} {news === 1 ? 'change' : 'changes'}
          </Button>
        )}
      </div>
      <Refused fault={take.error} what="Nothing was stored" />
      {report && <ImportReport report={report} />}
    </div>
  )
}
