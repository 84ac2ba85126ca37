/** Changes under load: scale-in, revisions good and bad, upgrades, and what is killed meanwhile. */

import { setTimeout as sleep } from 'node:timers/promises'
import type { Bed } from '../bed.ts'
import { countLoad, loadParser, untilDone, type Count, type Load } from '../load.ts'
import type { Report } from '../report.ts'
import { watchStage, type Sample } from '../watch.ts'

const DONE_SECONDS = 300

export type Change = Count & { samples: Sample[] }

/** Loads the parser, makes a change while it works, waits for every job and counts. */
export async function underLoad(
  bed: Bed,
  name: string,
  count: number,
  change: () => Promise<unknown>,
): Promise<Change> {
  const watch = watchStage(bed.redis, bed.pods, 'parser', 200)
  try {
    const load = await loadParser(bed, `${name}-${bed.mode}`, count)
    await untilInFlight(watch.samples)
    await change()
    await untilDone(bed, load, DONE_SECONDS)
    return { ...(await countLoad(bed, load)), samples: await watch.stop() }
  } finally {
    await watch.stop()
  }
}

/** The first jobs are with a function: now a change means something. */
async function untilInFlight(samples: readonly Sample[]): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const last = samples.at(-1)
    if (last && last.inFlight > 0 && last.function.ready > 0) return
    await sleep(100)
  }
  throw new Error('Load the parser: nothing was in flight within 30 s')
}

/** A count in a line of the report. */
export function inWords({ done, lost, repeated, dead, deliveredAgain }: Count): string {
  return `${done} done, ${lost} lost, ${repeated} repeated, ${dead} dead, ${deliveredAgain} delivered again`
}

/** Work that swells and ebbs: replicas go up, then down while jobs still come. */
export async function scaleInUnderLoad(
  bed: Bed,
  report: Report,
): Promise<Count & { most: number; least: number }> {
  const watch = watchStage(bed.redis, bed.pods, 'parser', 200)
  const loads: Load[] = [await loadParser(bed, `swell-${bed.mode}`, 800)]
  const peak = () => Math.max(0, ...watch.samples.map(({ pump }) => pump.all))
  const now = () => watch.samples.at(-1)?.pump.all ?? 0
  const until = Date.now() + 150_000
  for (let i = 0; Date.now() < until && !(peak() > 1 && now() === 1); i++) {
    await sleep(1_000)
    loads.push(await loadParser(bed, `ebb-${bed.mode}-${i}`, 6))
  }
  const last = loads.at(-1)!
  await untilDone(bed, last, DONE_SECONDS)
  const all: Load = {
    jobIds: loads.flatMap(({ jobIds }) => jobIds),
    documentIds: loads.flatMap(({ documentIds }) => documentIds),
    at: loads[0]!.at,
  }
  await untilDone(bed, all, DONE_SECONDS)
  const samples = await watch.stop()
  const counted = await countLoad(bed, all)
  const most = peak()
  const least = samples.at(-1)?.pump.all ?? 0
  report.add(bed.mode, {
    what: 'scale-in while jobs go on coming',
    wanted: '0 lost, 0 repeated',
    found: `from ${most} pumps to ${least}: ${inWords(counted)}`,
  })
  return { ...counted, most, least }
}
