/** Table `source_trials`: sources that were tried, and what would have been stored of them. */

import type { TRIAL_TYPES } from '../../contracts/sets.ts'
import type { Db, Tx } from '../open.ts'

export type NewTrial = {
  trialId: string
  type: (typeof TRIAL_TYPES)[number]
  /** The address, or the name of the file. */
  of: string
  file: Uint8Array | null
  ticker: string | null
  cik: string | null
  /** Business time of the fetch that is tried. */
  fetchedAt: Date
  askedAt: Date
}

export async function saveTrial(tx: Tx, trial: NewTrial): Promise<void> {
  const { trialId, type, of, file, ticker, cik, fetchedAt, askedAt } = trial
  await tx`
    insert into source_trials (trial_id, type, of, file, ticker, cik, fetched_at, asked_at)
    values (${trialId}, ${type}, ${of}, ${file && Buffer.from(file)}, ${ticker}, ${cik}, ${fetchedAt}, ${askedAt})
    on conflict do nothing`
}

/** What is to be tried; undefined where its row is gone. */
export async function readTrial(db: Db, trialId: string): Promise<NewTrial | undefined> {
  const [row] = await db<NewTrial[]>`
    select trial_id, type, of, file, ticker, cik, fetched_at, asked_at
    from source_trials where trial_id = ${trialId}`
  return row
}

/** Keeps what a trial told, once; its file is let go. */
export async function endTrial(
  tx: Tx,
  trialId: string,
  told: { state: 'done' | 'failed'; lines: readonly unknown[]; leftOut: number },
  now: Date,
): Promise<void> {
  await tx`
    update source_trials set state = ${told.state}, lines = ${tx.json(told.lines as never)},
      lines_left_out = ${told.leftOut}, ended_at = ${now}, file = null
    where trial_id = ${trialId}`
}

export type ToldTrial = {
  trialId: string
  type: NewTrial['type']
  of: string
  state: 'waiting' | 'done' | 'failed'
  askedAt: Date
  endedAt: Date | null
  lines: Record<string, unknown>[]
  linesLeftOut: number
}

/** A trial as people see it; one whose job was given up has failed. */
export async function readToldTrial(db: Db, trialId: string): Promise<ToldTrial | undefined> {
  const [row] = await db<(Omit<ToldTrial, 'lines'> & { lines: string; error: string | null })[]>`
    select trial_id, type, of, case when t.state = 'waiting' and j.job_id is not null then 'failed' else t.state end as state,
      asked_at, ended_at, lines::text as lines, lines_left_out, j.last_error as error
    from source_trials t
      left join jobs j on j.list = 'source_trials' and j.state = 'dead' and j.payload->>'trial_id' = t.trial_id::text
    where trial_id = ${trialId}`
  if (!row) return undefined
  const { lines, error, ...trial } = row
  const told = JSON.parse(lines) as ToldTrial['lines']
  const givenUp = {
    kind: 'summary',
    outcome: 'failed',
    items: 0,
    kept: 0,
    rejected: 0,
    notes: [error],
  }
  return { ...trial, lines: told.length > 0 || error === null ? told : [givenUp] }
}
