/** Table `parity_certificates`: what each replay of a day found, signed; it is only added to. */

import type { Sort } from '../../contracts/api/words.ts'
import type { Db } from '../open.ts'
import { askRow, goOnAfter, inOrder } from '../page.ts'

export type StoredCertificate = {
  certificateId: string
  /** In New York. */
  day: string
  build: string
  madeAt: Date
  /** JSON as text: it is what is signed. */
  body: string
  signature: string
  keyId: string
}

/** Keeps a certificate beside earlier ones of its day: what a replay found then stays to be seen. */
export async function saveCertificate(db: Db, made: StoredCertificate): Promise<void> {
  const { certificateId, day, build, madeAt, body, signature, keyId } = made
  await db`
    insert into parity_certificates (certificate_id, day, build, made_at, body, signature, key_id)
    values (${certificateId}, ${day}, ${build}, ${madeAt}, ${body}::text::jsonb, ${signature}, ${keyId})
    on conflict (certificate_id) do nothing
  `
}

const columns = (db: Db) =>
  db`certificate_id, day::text as day, build, made_at, body::text as body, signature, key_id`

const listed = { table: 'parity_certificates', as: 'parity_certificates', id: 'certificate_id' }
const ORDER = ['day', 'made_at'] as const

/** By day, and by when they were made. */
export async function listCertificates(
  db: Db,
  { sort, limit, after }: { sort: Sort; limit: number; after?: string | undefined },
): Promise<StoredCertificate[]> {
  await askRow(db, listed, after)
  return db<StoredCertificate[]>`
    select ${columns(db)} from parity_certificates
    where true ${goOnAfter(db, listed, ORDER, { after, sort })}
    ${inOrder(db, listed, ORDER, sort)} limit ${limit}`
}

/** The newest of a day. */
export async function readCertificate(db: Db, day: string): Promise<StoredCertificate | undefined> {
  const [row] = await db<StoredCertificate[]>`
    select ${columns(db)} from parity_certificates where day = ${day}
    order by made_at desc limit 1`
  return row
}
