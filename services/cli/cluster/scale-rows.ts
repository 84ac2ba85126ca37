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
import type { ScaleFacts } from './scale-facts.ts'

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

export function toRows(facts: ScaleFacts): ScaleRow[] {
  return stageNames.map((stage) => toRow(stage, facts))
}

function toRow(stage: StageName, facts: ScaleFacts): ScaleRow {
  const deployments = valueOr(facts.deployments, [])
  const service = valueOr(facts.functions, []).find(({ metadata }) => metadata.name === stage)
  const pumps = deployments.filter(({ metadata }) => metadata.name === `pump-${stage}`)
  const functions = deployments.filter((one) => functionOf(one) === stage)
  const count = facts.counts.ok ? facts.counts.value[stage] : undefined
  const trouble = service ? troubleOf(stage, facts) : 'no Knative Service'
  const failing = failingRevisions(service ? [service] : [], functions)
  return {
    stage,
    waiting: count?.waiting ?? null,
    in_flight: count?.inFlight ?? null,
    paused: count?.paused ?? [],
    pump: pumps.length > 0 ? replicasOf(pumps) : null,
    function: service ? replicasOf(functions) : null,
    mode: service ? autoscalerOf(service) : null,
    last_scaling: lastScaling(facts, pumps, functions),
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
function troubleOf(stage: StageName, facts: ScaleFacts): string {
  const service = valueOr(facts.functions, []).find(({ metadata }) => metadata.name === stage)
  const scalers = valueOr(facts.scalers, [])
  const targets = [`${service?.status.latestReadyRevisionName}-deployment`, `pump-${stage}`]
  const said = [
    service ? whyNot(service, 'Ready') : 'no Knative Service',
    ...scalers
      .filter(({ spec }) => targets.includes(spec.scaleTargetRef.name))
      .map((scaler) => {
        const words = whyNot(scaler, 'Ready')
        return words && `${scaler.metadata.name}: ${words}`
      }),
    scalers.some(({ spec }) => spec.scaleTargetRef.name === `pump-${stage}`) || !facts.scalers.ok
      ? ''
      : 'its pump has no ScaledObject',
  ]
  return said.filter((words) => words !== '').join('; ')
}

/** The newest change of size; after an hour without one, what KEDA and the HPA remember. */
function lastScaling(
  facts: ScaleFacts,
  pumps: readonly Deployment[],
  functions: readonly Deployment[],
): Scaling | null {
  const partOf = (name: string) => {
    if (pumps.some(({ metadata }) => metadata.name === name)) return 'pump'
    return functions.some(({ metadata }) => metadata.name === name) ? 'function' : undefined
  }
  const resized = valueOr(facts.events, []).flatMap((event): Scaling[] => {
    const part = partOf(event.involvedObject.name)
    const at = event.lastTimestamp ?? event.eventTime
    return part && at ? [{ at, words: `${part} ${stepOf(event)}` }] : []
  })
  const remembered = [
    ...valueOr(facts.autoscalers, []).map(({ spec, status }) => ({
      part: partOf(spec.scaleTargetRef.name),
      at: status.lastScaleTime,
      words: `to ${status.desiredReplicas} by the HPA`,
    })),
    ...valueOr(facts.scalers, []).map(({ spec, status }) => ({
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
export function gapsOf(facts: ScaleFacts): string[] {
  const named = Object.entries(facts) as [keyof ScaleFacts, ScaleFacts[keyof ScaleFacts]][]
  const unread = named.flatMap(([name, reading]) => {
    if (reading.ok) return []
    return name === 'counts'
      ? `waiting, in flight and pauses are not known: ${reading.words}`
      : `${name}: ${reading.words}`
  })
  const empty = facts.functions.ok && facts.functions.value.length === 0
  return empty
    ? ['no Knative Service in this namespace: --namespace names another', ...unread]
    : unread
}
