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
  /** JSON as text, and its signature: what lists tell of it. */
  summary: string
  summarySignature: string
  keyId: string
}

/** Keeps a certificate beside earlier ones of its day: what a replay found then stays to be seen. */
export async function saveCertificate(db: Db, made: StoredCertificate): Promise<void> {
  const { certificateId, day, build, madeAt, body, signature, keyId } = made
  const { summary, summarySignature } = made
  await db`
    insert into parity_certificates (certificate_id, day, build, made_at, body, signature, key_id,
      summary, summary_signature)
    values (${certificateId}, ${day}, ${build}, ${madeAt}, ${body}::text::jsonb, ${signature}, ${keyId},
      ${summary}::text::jsonb, ${summarySignature})
    on conflict (certificate_id) do nothing
  `
}

/** As it is kept: one from before summaries were has none. */
export type WholeCertificate = Omit<StoredCertificate, 'summary' | 'summarySignature'>

/** As a list reads it: the whole body only of one without a summary. */
export type ListedCertificate = Omit<StoredCertificate, 'body' | 'summary' | 'summarySignature'> &
  (
    | { summary: string; summarySignature: string; body: null }
    | { summary: null; summarySignature: null; body: string }
  )

const columns = (db: Db) => db`certificate_id, day::text as day, build, made_at, signature, key_id`

const listed = { table: 'parity_certificates', as: 'parity_certificates', id: 'certificate_id' }
const ORDER = ['day', 'made_at'] as const

/** By day, and by when they were made. */
export async function listCertificates(
  db: Db,
  { sort, limit, after }: { sort: Sort; limit: number; after?: string | undefined },
): Promise<ListedCertificate[]> {
  await askRow(db, listed, after)
  return db<ListedCertificate[]>`
    select ${columns(db)}, summary::text as summary, summary_signature,
      case when summary is null then body::text end as body
    from parity_certificates
    where true ${goOnAfter(db, listed, ORDER, { after, sort })}
    ${inOrder(db, listed, ORDER, sort)} limit ${limit}`
}

/** The newest of a day, or the one of it that is named. */
export async function readCertificate(
  db: Db,
  day: string,
  certificateId?: string,
): Promise<WholeCertificate | undefined> {
  const [row] = await db<WholeCertificate[]>`
    select ${columns(db)}, body::text as body from parity_certificates
    where day = ${day}
      ${certificateId === undefined ? db`` : db`and certificate_id = ${certificateId}`}
    order by made_at desc limit 1`
  return row
}
