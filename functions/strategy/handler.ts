/** strategy: has each strategy say what it wants of one ticker, and follows what that made on paper. */

import type { Handlers } from '#shared/queue/stage.ts'
import type { Sql } from '#shared/sql/open.ts'
import {
  decidedBefore,
  readSaidFrom,
  readSaidThrough,
  saveStrategyOutputs,
} from '#shared/sql/strategy/outputs.ts'
import { readShadowMode } from '#shared/sql/risk/shadow-setting.ts'
import { readStandingTrades, saveTrades } from '#shared/sql/strategy/trades.ts'
import { readCompany } from '#shared/sql/universe/companies.ts'
import { gatherSaid } from './gather.ts'
import type { OwnFolder } from './own.ts'
import { followAll } from './trades.ts'

/** `folder` holds strategies of one's own; empty: none. */
type Deps = { sql: Sql } & Partial<OwnFolder>

/** Nothing is made of a ticker that is not tracked, nor while strategies are off. A session is kept once. */
export function strategy({ sql, folder = '', patience }: Deps): Handlers<'strategy'> {
  return {
    async strategy({ ticker }, { now }) {
      const company = await readCompany(sql, ticker)
      const isAsked =
        company?.active === true && (await readShadowMode(sql, 'strategies')) !== 'off'
      const found = isAsked ? await gatherSaid(sql, ticker, now, { folder, patience }) : undefined
      if (!found) return () => Promise.resolve([])
      const { sessionDate, actsOn } = found.evaluated
      return async (tx) => {
        // Two of one ticker follow each other, and what is read behind the lock is what the other left.
        await tx`select pg_advisory_xact_lock(hashtext(${`strategy:${ticker}`}))`
        const mode = await readShadowMode(tx, 'strategies')
        const through = await readSaidThrough(tx, ticker)
        if (mode === 'off' || (through && through.sessionDate >= sessionDate)) return []
        const standing = await readStandingTrades(tx, ticker)
        // Where nothing stands nothing was held at the last close that was decided at.
        const flat = earliest([sessionDate, ...(through ? [through.decidedOn] : [])])
        const from = earliest([flat, ...standing.map(({ decidedOn }) => decidedOn)])
        const past = { flat, standing, saidBefore: await readSaidFrom(tx, ticker, from) }
        const trades = followAll(found, past, decidedBefore(actsOn))
        await saveStrategyOutputs(tx, { ...found.evaluated, mode })
        if (trades) await saveTrades(tx, ticker, trades, now)
        return []
      }
    },
  }
}

const earliest = (dates: readonly string[]) => dates.toSorted()[0]!
