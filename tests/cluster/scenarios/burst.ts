/** 500 parser jobs from zero: how soon the first starts, and whether replicas ever fail the work. */

import type { Bed } from '../bed.ts'
import { countLoad, loadParser, repeatOne, untilDone, type Count } from '../load.ts'
import type { Report } from '../report.ts'
import { TIMES } from '../values.ts'
import { watchStage, type Sample } from '../watch.ts'

const DONE_SECONDS = 240
const REST_SECONDS = 240

export type Burst = Count & {
  /** From the commit of a load to its first job done; the median of three. */
  firstSeconds: number
  lastSeconds: number
  /** What `repeated` tells after one effect was made twice on purpose. */
  control: number
  /** Samples with work to do and nobody there, once somebody was. */
  deserted: number
  pumpsMost: number
  functionsMost: number
}

/** Runs a load against a stage at rest. */
export async function burstFromZero(bed: Bed, report: Report, count: number): Promise<Burst> {
  const { mode } = bed
  await bed.untilAtRest(REST_SECONDS)
  const watch = watchStage(bed.redis, bed.pods, 'parser', 100)
  const load = await loadParser(bed, `burst-${mode}`, count)
  const done = await untilDone(bed, load, DONE_SECONDS)
  const samples = await watch.stop()
  const counted = await countLoad(bed, load)
  await repeatOne(bed, load)
  const control = (await countLoad(bed, load)).repeated
  const firsts = [(done.first - load.at) / 1_000]
  // KEDA may have looked just before or be just about to: one look says little.
  for (const name of ['again', 'once-more']) firsts.push(await firstFromZero(bed, name))
  const firstSeconds = firsts.toSorted((a, b) => a - b)[1]!
  const lastSeconds = (done.last - load.at) / 1_000
  const burst = {
    ...counted,
    control,
    firstSeconds,
    lastSeconds,
    deserted: desertedOf(samples),
    pumpsMost: Math.max(...samples.map(({ pump }) => pump.all)),
    functionsMost: Math.max(...samples.map((sample) => sample.function.all)),
  }
  report.add(mode, {
    what: `${count} parser jobs from zero: the first is done`,
    wanted: `≤ poll ${TIMES.pollingInterval} s + 3 s`,
    found: `${firstSeconds.toFixed(1)} s after their commit (median of ${firsts.map((first) => first.toFixed(1)).join(', ')}); all after ${lastSeconds.toFixed(1)} s, by up to ${burst.pumpsMost} pumps and ${burst.functionsMost} functions`,
  })
  report.add(mode, {
    what: 'replicas while work waits or is in flight',
    wanted: 'never 0',
    found: `0 in ${burst.deserted} of ${samples.length} looks`,
  })
  report.add(mode, {
    what: 'jobs of that load; control: one effect made twice on purpose',
    wanted: '0 lost, 0 repeated; control 1',
    found: `${counted.done} done, ${counted.lost} lost, ${counted.repeated} repeated, ${counted.dead} dead, ${counted.deliveredAgain} delivered again; control ${control}`,
  })
  return burst
}

/** Seconds until the first of a few jobs is done, from rest. */
async function firstFromZero(bed: Bed, name: string): Promise<number> {
  await bed.untilAtRest(REST_SECONDS)
  const load = await loadParser(bed, `${name}-${bed.mode}`, 20)
  const { first } = await untilDone(bed, load, DONE_SECONDS)
  return (first - load.at) / 1_000
}

/** How often work had nobody, after the first pump and the first function were there. */
function desertedOf(samples: readonly Sample[]): number {
  const from = samples.findIndex(({ pump, function: fn }) => pump.all > 0 && fn.all > 0)
  if (from < 0) return samples.length
  return samples
    .slice(from)
    .filter(({ waiting, inFlight, pump }) => waiting + inFlight > 0 && pump.all === 0)
    .concat(
      samples.slice(from).filter((sample) => sample.inFlight > 0 && sample.function.all === 0),
    ).length
}
