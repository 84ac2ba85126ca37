/** Revisions under load: a good one and back, with and without a migration, and one whose processes die as they start. */

import type { Bed } from '../bed.ts'
import { until } from '../kubectl.ts'
import type { Count } from '../load.ts'
import type { Report } from '../report.ts'
import { inWords, underLoad } from './change.ts'

const READY_SECONDS = 180

/** Rolls out `tag` and rolls back, both while the parser works. */
export async function rollOutAndBack(bed: Bed, report: Report, tag: string): Promise<Count[]> {
  const before = await latestReady(bed, 'parser')
  const out = await underLoad(bed, 'roll-out', 500, () =>
    bed.upgrade({ 'global.images.functions.tag': tag }),
  )
  await bed.untilReady(READY_SECONDS)
  const between = await latestReady(bed, 'parser')
  if (between === before) throw new Error(`Roll out: the parser is still at ${before}`)
  const back = await underLoad(bed, 'roll-back', 500, () => bed.rollback())
  await bed.untilReady(READY_SECONDS)
  const after = await latestReady(bed, 'parser')
  if (after === between) throw new Error(`Roll back: the parser is still at ${between}`)
  report.add(bed.mode, {
    what: `a good revision under load (${before} → ${between})`,
    wanted: '0 lost, 0 repeated',
    found: inWords(out),
  })
  report.add(bed.mode, {
    what: 'and helm rollback under load',
    wanted: '0 lost, 0 repeated',
    found: inWords(back),
  })
  return [out, back]
}

export type OverMigration = { counts: Count[]; ran: string[]; warning: string }

/**
 * Rolls out a release that brings a migration, and rolls back to the one before, which knows nothing of
 * it: the schema stays, and the older release works on it.
 */
export async function rollBackOverMigration(
  bed: Bed,
  report: Report,
  tag: string,
): Promise<OverMigration> {
  const before = await newestMigration(bed)
  const release = {
    'global.images.functions.tag': tag,
    'global.images.services.tag': tag,
    // Its functions are ready once its services have migrated: they, too, start on two cores first.
    'global.keda.initialCooldownPeriod': '240',
  }
  const out = await underLoad(bed, 'migration', 500, () => bed.upgrade(release))
  await bed.untilReady(READY_SECONDS)
  const between = await newestMigration(bed)
  // Waits for Deployments, and beside them the older release's Job `stonks-migrate` runs.
  const back = await underLoad(bed, 'migration-back', 500, () => bed.rollback())
  await bed.untilReady(READY_SECONDS)
  const warning = await until('the word of the older release on the schema', READY_SECONDS, () =>
    wordOnSchema(bed),
  )
  // A rollback runs no hooks: an upgrade to the same runs the older release's Job once more.
  await bed.upgrade()
  await bed.untilReady(READY_SECONDS)
  report.add(bed.mode, {
    what: `a release with a migration under load (${before} → ${between})`,
    wanted: '0 lost, 0 repeated',
    found: inWords(out),
  })
  report.add(bed.mode, {
    what: 'and helm rollback over that migration under load',
    wanted: '0 lost, 0 repeated; the older release is ready on the newer schema',
    found: `${inWords(back)}; every pod and revision ready. Its migrate says: “${warning}”`,
  })
  return { counts: [out, back], ran: [before, between], warning }
}

const MIGRATION = ['-l', 'app.kubernetes.io/name=stonks-migrate', '-c', 'migrate', '--tail=-1']

async function wordOnSchema(bed: Bed): Promise<string | false> {
  const log = await bed.kubectl('logs', ...MIGRATION).catch(() => '')
  return log.split('\n').find((line) => line.includes('of a newer release')) ?? false
}

async function newestMigration({ sql }: Bed): Promise<string> {
  const [row] = await sql<{ name: string }[]>`select max(name) as name from migrations`
  return row?.name ?? ''
}

const WHY_NOT = '{.status.conditions[?(@.type=="ConfigurationsReady")].message}'

/** What Knative says of it. Under KEDA it may say nothing: the replicas can be gone before it looks. */
async function wordOn(bed: Bed): Promise<string> {
  const ask = () =>
    bed.kubectl('get', 'ksvc', 'parser', '-o', `jsonpath=${WHY_NOT}`).then((said) => said || false)
  const said = await until('Knative’s word on the new revision', 60, ask).catch(() => '')
  return said.trim().replaceAll(/\s+/g, ' ') || '(nothing within a minute; Ready is Unknown)'
}

export type Crash = Count & { restarts: number; ready: string; before: string; words: string }

/** A revision that cannot start: the old one does all the work, and the new one takes nothing. */
export async function crashLoop(bed: Bed, report: Report, tag: string): Promise<Crash> {
  const before = await latestReady(bed, 'parser')
  const counted = await underLoad(bed, 'crash', 500, async () => {
    await bed.upgrade({ 'global.images.functions.tag': tag })
    await until('a pod of the new revision that dies', READY_SECONDS, () =>
      restartsBeyond(bed, before).then((n) => n > 0),
    )
  })
  const restarts = await restartsBeyond(bed, before)
  const ready = await latestReady(bed, 'parser')
  const words = await wordOn(bed)
  await bed.rollback()
  await bed.untilReady(READY_SECONDS)
  report.add(bed.mode, {
    what: 'a revision that crash-loops under load',
    wanted: 'takes nothing; the old one serves',
    found: `${restarts} restarts of it; ready stays ${ready}; ${inWords(counted)}. Knative says: “${words}”`,
  })
  return { ...counted, restarts, ready, before, words }
}

function latestReady(bed: Bed, stage: string): Promise<string> {
  return bed.kubectl('get', 'ksvc', stage, '-o', 'jsonpath={.status.latestReadyRevisionName}')
}

type PodList = {
  items: {
    metadata: { labels: Record<string, string> }
    status: { containerStatuses?: { name: string; restartCount: number }[] }
  }[]
}

/** Restarts of the parser's function in revisions other than `known`. */
async function restartsBeyond(bed: Bed, known: string): Promise<number> {
  const text = await bed.kubectl(
    'get',
    'pods',
    '-l',
    'serving.knative.dev/service=parser',
    '-o',
    'json',
  )
  return (JSON.parse(text) as PodList).items
    .filter(({ metadata }) => metadata.labels['serving.knative.dev/revision'] !== known)
    .flatMap(({ status }) => status.containerStatuses ?? [])
    .filter(({ name }) => name === 'function')
    .reduce((sum, { restartCount }) => sum + restartCount, 0)
}
