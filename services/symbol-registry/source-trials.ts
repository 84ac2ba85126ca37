/** Answers about trials: a source is tried by the stage that fetches sources, not here. */

import { createHash } from 'node:crypto'
import type { sourceTrialRoutes, TrialBody } from '#shared/contracts/api/source-trials.ts'
import type { Answers } from '#shared/contracts/api/route.ts'
import { addressFault } from '#shared/domain/source/outside.ts'
import { readFetchHosts } from '#shared/host/fetch-hosts.ts'
import { deriveId } from '#shared/host/ids.ts'
import { badFields } from '#shared/host/refusal.ts'
import { enqueue } from '#shared/queue/record/jobs.ts'
import { keepChange } from '#shared/sql/access/keep-change.ts'
import { readToldTrial, saveTrial } from '#shared/sql/registry/source-trials.ts'
import { saved } from '#shared/host/api/edit.ts'
import type { Making, Parts } from './parts.ts'

export function answerSourceTrials(parts: Parts): Answers<typeof sourceTrialRoutes> {
  return {
    'POST /registry/source-trials': (asked) => askTrial(parts, asked.body, asked),
    'GET /registry/source-trials/:id': ({ id }) => readToldTrial(parts.sql, id),
  }
}

function askTrial({ sql, clock }: Parts, body: TrialBody, asked: Making) {
  const { type, url, file } = body
  const says = url === undefined ? undefined : addressFault(url, readFetchHosts())
  if (says !== undefined) throw badFields([{ field: 'url', says }])
  const askedAt = clock.now()
  const bytes = file ? Buffer.from(file.base64, 'base64') : null
  const of = url ?? file?.name ?? ''
  // The same question at the same moment is one trial.
  const digest = createHash('sha256').update(JSON.stringify(body)).digest('hex')
  const trialId = deriveId('source_trial', digest, askedAt.toISOString())
  return sql.begin(async (tx) => {
    await saveTrial(tx, {
      trialId,
      type,
      of,
      file: bytes,
      ticker: body.ticker ?? null,
      cik: body.cik ?? null,
      fetchedAt: body.now ?? askedAt,
      askedAt,
    })
    const handover = { to: 'source_trials', job: { trial_id: trialId } } as const
    await enqueue(tx, [handover], { key: `symbol-registry:trial:${trialId}`, now: askedAt })
    await keepChange(tx, asked, { subject: trialId, after: { type, of } }, askedAt)
    asked.made()
    return saved(await readToldTrial(tx, trialId))
  })
}
