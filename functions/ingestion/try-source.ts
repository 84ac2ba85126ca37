/** Tries a source for a person who asked: nothing of it is stored but what would have been. */

import type { VendorPacers } from '#shared/clients/trial/errand.ts'
import type { Given } from '#shared/clients/trial/given.ts'
import type { TrialLine } from '#shared/clients/trial/lines.ts'
import { runTrial } from '#shared/clients/trial/run.ts'
import type { SourceTrialJob } from '#shared/contracts/jobs/source-trials.ts'
import type { Registry } from '#shared/domain/document/mentions/registry.ts'
import { cleanValue } from '#shared/domain/document/text/clean.ts'
import type { Delivery, Settle } from '#shared/queue/stage.ts'
import { endTrial, readTrial, type NewTrial } from '#shared/sql/registry/source-trials.ts'
import type { Sql } from '#shared/sql/open.ts'

type TrialDeps = {
  sql: Sql
  registry: () => Promise<Registry>
  /** Hosts that a source may name though they are not out on the internet. */
  allowHosts: readonly string[]
  pacers?: VendorPacers | undefined
}

/** Enough to see by; the whole is told by `stonks source try`. */
const LINES_MAX = 300

/** What one trial told, to be kept in its row. */
export async function trySource(
  { sql, registry, allowHosts, pacers }: TrialDeps,
  { trial_id: trialId }: SourceTrialJob,
  { signal }: Delivery,
): Promise<Settle<'ingestion'>> {
  const trial = await readTrial(sql, trialId)
  // It went with its window: nobody waits for it.
  if (!trial) return () => Promise.resolve([])
  const { type, ticker, cik, fetchedAt } = trial
  const lines = await runTrial({
    type,
    from: trial.file ? { files: [givenOf(trial, trial.file)] } : { url: trial.of },
    registry: await registry(),
    now: fetchedAt,
    allowHosts: trial.file ? [] : allowHosts,
    pacers,
    ...(ticker === null ? {} : { ticker }),
    ...(cik === null ? {} : { cik }),
    signal,
  })
  return async (tx, now) => {
    await endTrial(tx, trialId, keptOf(lines), now)
    return []
  }
}

function givenOf({ of }: NewTrial, bytes: Uint8Array): Given {
  return { name: of, bytes, names: [of], beside: () => undefined }
}

/** The first of them, and always the last, which says how it went. */
function keptOf(lines: readonly TrialLine[]): Parameters<typeof endTrial>[2] {
  const kept = [...lines.slice(0, -1).slice(0, LINES_MAX), ...lines.slice(-1)]
  const last = lines.at(-1)
  const isGood = last?.kind === 'summary' && last.outcome !== 'failed'
  return {
    state: isGood ? 'done' : 'failed',
    lines: cleanValue(JSON.parse(JSON.stringify(kept))) as TrialLine[],
    leftOut: lines.length - kept.length,
  }
}
