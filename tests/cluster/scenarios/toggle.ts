/** The pipeline's switch: off rests at zero whatever waits, on resumes; by command and by values. */

import { setTimeout as sleep } from 'node:timers/promises'
import { stageNames } from '#shared/pipeline.ts'
import { outlastsSwitch } from '#shared/queue/outlasts-switch.ts'
import type { Bed } from '../bed.ts'
import { until } from '../kubectl.ts'
import { countLoad, loadParser, untilDone, type Load } from '../load.ts'
import type { Report } from '../report.ts'
import { lookAt } from '../watch.ts'

const HOLD_SECONDS = 30

export type Toggle = {
  waiting: number
  podsMost: number
  resumedSeconds: number
  lost: number
  repeated: number
}

/** Turns the pipeline off as an operator would, loads the parser, and turns it on again. */
export async function toggleByCommand(bed: Bed, report: Report): Promise<Toggle> {
  await stonks(bed, 'pipeline', 'off', '--by', 'operator', '--reason', 'proof')
  const { load, podsMost, waiting } = await whileOff(bed)
  const began = Date.now()
  await stonks(bed, 'pipeline', 'on', '--by', 'operator', '--reason', 'proof')
  const { last } = await untilDone(bed, load, 120)
  const resumedSeconds = (last - began) / 1_000
  const counted = await countLoad(bed, load)
  report.add(bed.mode, {
    what: 'pipeline off with 50 jobs waiting, then on',
    wanted: '0 replicas while off; all done after',
    found: `${podsMost} replicas in ${HOLD_SECONDS} s with ${waiting} waiting; done ${resumedSeconds.toFixed(1)} s after on; ${counted.lost} lost, ${counted.repeated} repeated`,
  })
  return { waiting, podsMost, resumedSeconds, ...counted }
}

/** Whatever comes of it, the pipeline does not stay off for those that follow. */
async function whileOff(bed: Bed): Promise<{ load: Load; podsMost: number; waiting: number }> {
  try {
    await untilNobody(bed)
    const load = await loadParser(bed, `off-${bed.mode}`, 50)
    await until('the 50 jobs in their list', 60, () =>
      lookAt(bed.redis, 'parser').then(({ waiting }) => waiting === 50),
    )
    const podsMost = await mostPods(bed)
    const { waiting } = await lookAt(bed.redis, 'parser')
    return { load, podsMost, waiting }
  } catch (fault) {
    await stonks(bed, 'pipeline', 'on', '--by', 'operator', '--reason', 'proof')
    throw fault
  }
}

function untilNobody({ pods }: Bed): Promise<boolean> {
  const left = () => Promise.resolve(pods.all())
  return until('no pump and no function', 240, async () => atWork({ pods }) === 0, left)
}

export type ByValues = { scheduler: string; podsMost: number; reason: string; resumed: boolean }

/** `global.pipelineEnabled: false`, and back. */
export async function toggleByValues(bed: Bed, report: Report): Promise<ByValues> {
  await bed.upgrade({ 'global.pipelineEnabled': 'false' })
  await untilNobody(bed)
  const load = await loadParser(bed, `values-${bed.mode}`, 50)
  const podsMost = await mostPods(bed)
  const scheduler = await bed.kubectl(
    'get',
    'deploy',
    'scheduler',
    '-o',
    'jsonpath={.spec.replicas}',
  )
  const [row] = await bed.sql<
    { changedBy: string; reason: string }[]
  >`select changed_by, reason from pipeline_control`
  await bed.upgrade()
  const resumed = await untilDone(bed, load, 180).then(() => true)
  report.add(bed.mode, {
    what: 'global.pipelineEnabled: false by helm, then true',
    wanted: 'scheduler at 1, pumps and functions at 0 but the broker’s; then all done',
    found: `scheduler ${scheduler}, ${podsMost} pumps and functions in ${HOLD_SECONDS} s; then 50 of 50 done`,
  })
  return { scheduler, podsMost, reason: `${row?.changedBy}: ${row?.reason}`, resumed }
}

/** Pods that the switch sends to zero: the broker's stages go on. */
function atWork({ pods }: Pick<Bed, 'pods'>): number {
  const going = stageNames.filter(outlastsSwitch)
  const parts = ['pump', 'function'] as const
  return going.reduce(
    (left, stage) => parts.reduce((sum, part) => sum - pods.names(stage, part).length, left),
    pods.total(),
  )
}

/** The most pods of pumps and functions seen over a while. */
async function mostPods(bed: Bed): Promise<number> {
  let most = 0
  for (let i = 0; i < HOLD_SECONDS * 4; i++) {
    most = Math.max(most, atWork(bed))
    await sleep(250)
  }
  return most
}

/** Runs a command of `stonks` where operators have it: in a pod of the services' image. */
export function stonks(bed: Bed, ...args: string[]): Promise<string> {
  return bed.kubectl(
    'exec',
    'deploy/query-api',
    '-c',
    'query-api',
    '--',
    'node',
    'stonks.mjs',
    ...args,
  )
}
