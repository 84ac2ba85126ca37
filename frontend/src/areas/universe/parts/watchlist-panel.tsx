/** Watchlists: named groups of companies. */

import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Watchlist } from '#shared/contracts/api/registry-lists.ts'
import { useMayDo } from '../../../api/me.ts'
import { read, send } from '../../../api/read.ts'
import { useChange } from '../../../api/use-change.ts'
import { Button } from '../../../parts/button.tsx'
import { CompanyLinks } from '../../../parts/company-link.tsx'
import { Dialog } from '../../../parts/dialog.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { Refused } from '../../../parts/sign-in/refused.tsx'
import { count } from '../../../text/format.ts'
import { EditWatchlist } from './edit-watchlist.tsx'

const SHOWN = 12

export function WatchlistPanel() {
  const query = useQuery(read('GET /registry/watchlists', {}))
  const mayChange = useMayDo('POST /registry/watchlists')
  const [editing, setEditing] = useState<Watchlist | 'new'>()
  return (
    <Panel
      title="Watchlists"
      query={query}
      rows={3}
      aside={
        mayChange && (
          <Button isSmall onClick={() => setEditing('new')}>
            Make a watchlist
          </Button>
        )
      }
    >
      {(rows) => (
        <>
          {rows.length === 0 && (
            <p className="px-4 pb-5 text-muted">
              None yet. A watchlist groups companies by a name.
            </p>
          )}
          <ul aria-label="Watchlists" className="pb-2">
            {rows.map((row) => (
              <li
                key={row.watchlistId}
                className="flex items-start justify-between gap-3 border-b border-line px-4 py-2 last:border-0"
              >
                <div className="min-w-0">
                  <p className="font-medium break-words">
                    <Link
                      to="/companies"
                      search={{ watchlist: row.watchlistId }}
                      className="link underline"
                    >
                      {row.name}
                    </Link>{' '}
                    <span className="text-12 text-muted">
                      {count(row.tickers.length)}{' '}
                      {row.tickers.length === 1 ? 'company' : 'companies'}
                    </span>
                  </p>
                  {row.description && <p className="text-muted">{row.description}</p>}
                  <CompanyLinks tickers={row.tickers} most={SHOWN} />
                </div>
                {mayChange && <Buttons row={row} onEdit={() => setEditing(row)} />}
              </li>
            ))}
          </ul>
          {editing && (
            <EditWatchlist
              {...(editing !== 'new' && { list: editing })}
              onClose={() => setEditing(undefined)}
            />
          )}
        </>
      )}
    </Panel>
  )
}

function Buttons({ row, onEdit }: { row: Watchlist; onEdit: () => void }) {
  const [isDeleting, setIsDeleting] = useState(false)
  return (
    <span className="flex shrink-0 gap-2">
      <Button isSmall aria-label={`Edit ${row.name}`} onClick={onEdit}>
        Edit
      </Button>
      <Button
        isSmall
        look="risky"
        aria-label={`Delete ${row.name}`}
        onClick={() => setIsDeleting(true)}
      >
        Delete
      </Button>
      {isDeleting && <DeleteWatchlist row={row} onClose={() => setIsDeleting(false)} />}
    </span>
  )
}

function DeleteWatchlist({ row, onClose }: { row: Watchlist; onClose: () => void }) {
  const remove = useChange(
    () => send('DELETE /registry/watchlists/:id', { id: row.watchlistId }),
    onClose,
  )
  return (
    <Dialog title={`Delete ${row.name}`} onClose={onClose}>
      <p className="mt-3">Its {row.tickers.length} companies stay tracked.</p>
      <Refused fault={remove.error} what="Nothing was deleted" />
      <div className="mt-4 flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Keep it</Button>
        <Button look="risky" disabled={remove.isPending} onClick={() => remove.mutate(undefined)}>
          Delete watchlist
        </Button>
      </div>
    </Dialog>
  )
}
