/** A row for each stage, of what the cluster and the lists say. */

import { stageNames, type StageName } from '#shared/pipeline.ts'
import { valueOr } from './client.ts'
import { few, lacking } from './checks.ts'
import {
  autoscalerOf,
  failingRevisions,
  functionOf,
  whyNot,
  type Deployment,
  type ScalingEvent,
} from './objects.ts'
import type { ScaleSurvey } from './scale-survey.ts'

export type Replicas = { ready: number; desired: number }
export type Scaling = { at: string; words: string }

export type ScaleRow = {
  stage: StageName
  /** Null where neither Redis nor query-api tells. */
  waiting: number | null
  in_flight: number | null
  paused: string[]
  pump: Replicas | null
  function: Replicas | null
  mode: 'keda' | 'kpa' | 'local' | null
  last_scaling: Scaling | null
  ready: boolean
  /** Why it is not ready, or what an old revision fails at; empty where all is well. */
  words: string
}

export function toRows(survey: ScaleSurvey): ScaleRow[] {
  return stageNames.map((stage) => toRow(stage, survey))
}

function toRow(stage: StageName, survey: ScaleSurvey): ScaleRow {
  const deployments = valueOr(survey.deployments, [])
  const service = valueOr(survey.functions, []).find(({ metadata }) => metadata.name === stage)
  const pumps = deployments.filter(({ metadata }) => metadata.name === `pump-${stage}`)
  const functions = deployments.filter((one) => functionOf(one) === stage)
  const count = survey.counts.ok ? survey.counts.value[stage] : undefined
  const trouble = service ? troubleOf(stage, survey) : 'no Knative Service'
  const failing = failingRevisions(service ? [service] : [], functions)
  return {
    stage,
    waiting: count?.waiting ?? null,
    in_flight: count?.inFlight ?? null,
    paused: count?.paused ?? [],
    pump: pumps.length > 0 ? replicasOf(pumps) : null,
    function: service ? replicasOf(functions) : null,
    mode: service ? autoscalerOf(service) : null,
    last_scaling: lastScaling(survey, pumps, functions),
    ready: trouble === '',
    words: trouble || few(lacking(failing)),
  }
}

/** Of all revisions together: an old one that still works counts. */
function replicasOf(deployments: readonly Deployment[]): Replicas {
  const sum = (pick: (one: Deployment) => number) =>
    deployments.reduce((total, one) => total + pick(one), 0)
  return {
    ready: sum(({ status }) => status.readyReplicas),
    desired: sum(({ spec }) => spec.replicas),
  }
}

/** What keeps a stage from scaling or answering: its function's words, its pump's, its scalers'. */
function troubleOf(stage: StageName, survey: ScaleSurvey): string {
  const service = valueOr(survey.functions, []).find(({ metadata }) => metadata.name === stage)
  const scalers = valueOr(survey.scalers, [])
  const targets = [`${service?.status.latestReadyRevisionName}-deployment`, `pump-${stage}`]
  const said = [
    service ? whyNot(service, 'Ready') : 'no Knative Service',
    ...scalers
      .filter(({ spec }) => targets.includes(spec.scaleTargetRef.name))
      .map((scaler) => {
        const words = whyNot(scaler, 'Ready')
        return words && `${scaler.metadata.name}: ${words}`
      }),
    scalers.some(({ spec }) => spec.scaleTargetRef.name === `pump-${stage}`) || !survey.scalers.ok
      ? ''
      : 'its pump has no ScaledObject',
  ]
  return said.filter((words) => words !== '').join('; ')
}

/** The newest change of size; after an hour without one, what KEDA and the HPA remember. */
function lastScaling(
  survey: ScaleSurvey,
  pumps: readonly Deployment[],
  functions: readonly Deployment[],
): Scaling | null {
  const partOf = (name: string) => {
    if (pumps.some(({ metadata }) => metadata.name === name)) return 'pump'
    return functions.some(({ metadata }) => metadata.name === name) ? 'function' : undefined
  }
  const resized = valueOr(survey.events, []).flatMap((event): Scaling[] => {
    const part = partOf(event.involvedObject.name)
    const at = event.lastTimestamp ?? event.eventTime
    return part && at ? [{ at, words: `${part} ${stepOf(event)}` }] : []
  })
  const remembered = [
    ...valueOr(survey.autoscalers, []).map(({ spec, status }) => ({
      part: partOf(spec.scaleTargetRef.name),
      at: status.lastScaleTime,
      words: `to ${status.desiredReplicas} by the HPA`,
    })),
    ...valueOr(survey.scalers, []).map(({ spec, status }) => ({
      part: partOf(spec.scaleTargetRef.name),
      at: status.lastActiveTime,
      words: 'last had work',
    })),
  ].flatMap(({ part, at, words }): Scaling[] =>
    part && at ? [{ at, words: `${part} ${words}` }] : [],
  )
  return newest(resized) ?? newest(remembered) ?? null
}

function newest(scalings: readonly Scaling[]): Scaling | undefined {
  return scalings.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at))[0]
}

/** `1→3` of the Deployment controller's words, which changed their order over the years. */
function stepOf({ message }: ScalingEvent): string {
  const from = /from (\d+)/.exec(message)?.[1] ?? ''
  const to = /to (\d+)/.exec(message)?.[1]
  return to === undefined ? message : `${from}→${to}`
}

/** What could not be read, so that nobody takes a gap for a zero. */
export function gapsOf(survey: ScaleSurvey): string[] {
  const named = Object.entries(survey) as [keyof ScaleSurvey, ScaleSurvey[keyof ScaleSurvey]][]
  const unread = named.flatMap(([name, reading]) => {
    if (reading.ok) return []
    return name === 'counts'
      ? `waiting, in flight and pauses are not known: ${reading.words}`
      : `${name}: ${reading.words}`
  })
  const empty = survey.functions.ok && survey.functions.value.length === 0
  return empty
    ? ['no Knative Service in this namespace: --namespace names another', ...unread]
    : unread
}
