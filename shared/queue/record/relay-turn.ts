/** Table `relay_turn`: which relay pushes jobs now. No row is locked while it waits for Redis. */

import type { Db } from '../../sql/open.ts'

/** Takes the turn, if nobody has it, for `seconds`; returns its number. */
export async function takeTurn(db: Db, seconds: number): Promise<number | undefined> {
  const [row] = await db<{ turn: number }[]>`
    update relay_turn set turn = turn + 1, ends_at = clock_timestamp() + ${seconds} * interval '1 second'
    where ends_at < clock_timestamp() returning turn
  `
  return row?.turn
}

/** The number of the turn that there is, or was last. */
export async function readTurn(db: Db): Promise<number> {
  const [row] = await db<{ turn: number }[]>`select turn from relay_turn`
  return row!.turn
}

/** Makes the turn last `seconds` from now; false where it was lost. */
export async function keepTurn(db: Db, turn: number, seconds: number): Promise<boolean> {
  const kept = await db`
    update relay_turn set ends_at = clock_timestamp() + ${seconds} * interval '1 second'
    where turn = ${turn}
  `
  return kept.count > 0
}

/** Leaves the turn to others. */
export async function endTurn(db: Db, turn: number): Promise<void> {
  await db`update relay_turn set ends_at = '-infinity' where turn = ${turn}`
}

/** Ends whatever turn there is; what is noted under it from now on counts for nothing. */
export async function voidTurn(db: Db): Promise<void> {
  await db`update relay_turn set turn = turn + 1, ends_at = '-infinity'`
}
