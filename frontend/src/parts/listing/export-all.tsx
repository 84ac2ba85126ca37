/** Saves all rows of a list, not those shown alone, as the API writes them. */

import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { COUNT_MAX, LIMIT_MAX, type RowTotal } from '#shared/contracts/api/words.ts'
import { ask } from '../../api/ask.ts'
import { count } from '../../text/format.ts'
import { Button } from '../button.tsx'
import { save } from '../save.ts'
import { narrowsOf, type ListSearch } from './list-search.ts'

type ExportAllProps = {
  list: string
  search: ListSearch
  total: RowTotal | undefined
}

export function ExportAll({ list, search, total }: ExportAllProps) {
  const [done, setDone] = useState(0)
  const saving = useMutation({
    mutationFn: async () => {
      setDone(0)
      save(`${list}.csv`, 'text/csv', await readAll(firstOf(`/api/${list}`, search), setDone))
    },
  })
  return (
    <span className="hidden items-center gap-2 md:flex">
      {saving.isError && (
        <span role="alert" className="text-12 text-down">
          {saving.error.message}
        </span>
      )}
      <Button
        disabled={saving.isPending || !total || total.count === 0}
        title={total?.isMore ? `The first ${count(COUNT_MAX)}` : undefined}
        onClick={() => saving.mutate()}
      >
        {saving.isPending ? `Saving, ${count(done)} rows` : 'Export CSV'}
      </Button>
    </span>
  )
}

function firstOf(path: string, search: ListSearch): string {
  const narrows = Object.entries(narrowsOf(search)).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  )
  const asked = new URLSearchParams([...narrows, ['format', 'csv'], ['limit', String(LIMIT_MAX)]])
  return `${path}?${asked.toString()}`
}

/** One page after the other, each from where the one before says that it goes on. */
async function readAll(first: string, onPage: (rows: number) => void): Promise<string[]> {
  const parts: string[] = []
  let next: string | undefined = first
  for (let rows = 0; next !== undefined && rows < COUNT_MAX; rows += LIMIT_MAX) {
    onPage(rows)
    const page: Response = await ask<Response>(next, {
      method: 'GET',
      body: undefined,
      does: 'Export',
      consequences: [],
      isFile: true,
    })
    const text = await page.text()
    parts.push(parts.length === 0 ? text : text.slice(text.indexOf('\n') + 1))
    next = /<([^>]+)>; rel="next"/.exec(page.headers.get('link') ?? '')?.[1]
  }
  return parts
}
