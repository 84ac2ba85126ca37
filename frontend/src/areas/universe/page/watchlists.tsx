/** Watchlists: groups of companies that somebody follows together. */

import { WatchlistPanel } from '../parts/watchlist-panel.tsx'

export function WatchlistsPage() {
  return (
    <div className="space-y-4">
      <header>
        <h1 className="text-20 font-semibold">Watchlists</h1>
        <p className="mt-1 max-w-prose text-muted">
          Companies under one name, seen by everybody here. A list opens with what each of them
          costs and where its trend stands; it changes nothing of what is tracked or traded.
        </p>
      </header>
      <WatchlistPanel />
    </div>
  )
}
