/** Answers about watchlists. */

import type { watchlistRoutes } from '#shared/contracts/api/registry-lists.ts'
import type { Answers } from '#shared/contracts/api/route.ts'
import { deriveId } from '#shared/host/ids.ts'
import { Refusal } from '#shared/host/refusal.ts'
import { keepChange, type Asking } from '#shared/sql/access/keep-change.ts'
import type { Db, Tx } from '#shared/sql/open.ts'
import {
  addWatchlist,
  changeWatchlist,
  lockWatchlist,
  readWatchlistNamed,
  readWatchlists,
  removeWatchlist,
  setMembers,
  type WatchlistRow,
} from '#shared/sql/registry/watchlists.ts'
import { askVersion, saved } from '#shared/host/api/edit.ts'
import { askTracked, trackedCompany, type Making, type Parts } from './parts.ts'

type Change = {
  name?: string | undefined
  description?: string | undefined
  tickers?: readonly string[] | undefined
}

export function answerWatchlists(parts: Parts): Answers<typeof watchlistRoutes> {
  const { sql, clock } = parts
  return {
    'GET /registry/watchlists': ({ query: { ticker } }) => readWatchlists(sql, { ticker }),
    'POST /registry/watchlists': (asked) => make(parts, asked.body, asked),
    'GET /registry/watchlists/:id': async ({ id }) =>
      (await readWatchlists(sql, { watchlistId: id }))[0],
    'PUT /registry/watchlists/:id': (asked) =>
      change(parts, asked, async (tx, { watchlistId, name, version }) => {
        askVersion(`The watchlist ${name}`, version, asked.body.version)
        await askName(tx, asked.body.name, watchlistId)
        await askTracked(tx, 'tickers', asked.body.tickers ?? [])
        return asked.body
      }),
    'DELETE /registry/watchlists/:id': (asked) =>
      sql.begin(async (tx) => {
        const before = await lockWatchlist(tx, asked.id)
        if (!before) return undefined
        await removeWatchlist(tx, asked.id)
        await keepChange(tx, asked, { subject: asked.id, before, after: null }, clock.now())
        return { done: true as const }
      }),
    'POST /registry/watchlists/:id/members': async (asked) => {
      const { ticker } = asked.body
      const changed = await change(parts, asked, async (tx, { tickers }) => {
        await trackedCompany(tx, ticker)
        return { tickers: [...tickers, ticker] }
      })
      asked.made()
      return changed
    },
    'DELETE /registry/watchlists/:id/members': (asked) =>
      change(parts, asked, (_tx, { tickers, name }) => {
        const { ticker } = asked.body
        if (!tickers.includes(ticker)) throw new Refusal(404, `${ticker} is not on ${name}`)
        return Promise.resolve({ tickers: tickers.filter((one) => one !== ticker) })
      }),
  }
}

function make(
  { sql, clock }: Parts,
  { name, description, tickers }: { name: string; description: string; tickers: string[] },
  asked: Making,
) {
  return sql.begin(async (tx) => {
    const now = clock.now()
    await askName(tx, name)
    await askTracked(tx, 'tickers', tickers)
    const watchlistId = deriveId('watchlist', name, now.toISOString(), asked.trail.traceId)
    if (!(await addWatchlist(tx, { watchlistId, name, description, now }))) throw nameTaken(name)
    await setMembers(tx, watchlistId, tickers)
    const [after] = await readWatchlists(tx, { watchlistId })
    await keepChange(tx, asked, { subject: watchlistId, before: null, after: saved(after) }, now)
    asked.made()
    return saved(after)
  })
}

function change(
  { sql, clock }: Parts,
  asked: Asking & { id: string },
  decide: (tx: Tx, before: WatchlistRow) => Promise<Change>,
): Promise<WatchlistRow | undefined> {
  return sql.begin(async (tx) => {
    const before = await lockWatchlist(tx, asked.id)
    if (!before) return undefined
    const to = await decide(tx, before)
    await changeWatchlist(tx, asked.id, to)
    if (to.tickers) await setMembers(tx, asked.id, to.tickers)
    const [after] = await readWatchlists(tx, { watchlistId: asked.id })
    await keepChange(tx, asked, { subject: asked.id, before, after: saved(after) }, clock.now())
    return after
  })
}

/** @throws Refusal 409 `name_taken` where another watchlist has it. */
async function askName(db: Db, name: string | undefined, own?: string): Promise<void> {
  const found = name === undefined ? undefined : await readWatchlistNamed(db, name)
  if (found && found.watchlistId !== own) throw nameTaken(found.name)
}

function nameTaken(name: string): Refusal {
  return new Refusal(409, `There is a watchlist ${name} already`, 'name_taken')
}
