/** An audit that begins anew. */

import type { Sql } from '#shared/sql/open.ts'

/** What nobody may do in the product: its triggers are off meanwhile. */
export async function clearAudit(sql: Sql): Promise<void> {
  await withoutGuards(sql, [
    'truncate audit_events, audit_forgotten',
    `update audit_head set position = 0, hash = sha256('')`,
  ])
}

/** Runs statements as somebody would who owns the tables and takes their guards away first. */
export async function withoutGuards(sql: Sql, statements: readonly string[]): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`alter table audit_events disable trigger user`
    await tx`alter table audit_forgotten disable trigger user`
    for (const statement of statements) await tx.unsafe(statement)
    await tx`alter table audit_events enable trigger user`
    await tx`alter table audit_forgotten enable trigger user`
  })
}
