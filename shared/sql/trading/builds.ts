/** Table `trading_builds`: which build each part runs that sends orders. */

import type { Db, Tx } from '../open.ts'

/** Says which build a part runs; another one than before is accepted by nobody yet. */
export async function noteBuild(
  db: Db,
  { part, build }: { part: string; build: string },
  now: Date,
): Promise<void> {
  await db`
    insert into trading_builds as old (part, build, since) values (${part}, ${build}, ${now})
    on conflict (part) do update set build = excluded.build, since = excluded.since, accepted_by = null
    where old.build <> excluded.build
  `
}

/** Lets a part trade though it runs another build than the engine; false where it runs another one by now. */
export async function acceptBuild(
  tx: Tx,
  { part, build, by }: { part: string; build: string; by: string },
): Promise<boolean> {
  const rows = await tx`
    update trading_builds set accepted_by = ${by} where part = ${part} and build = ${build} returning part`
  return rows.length > 0
}
