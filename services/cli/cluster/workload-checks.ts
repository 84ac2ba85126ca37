/** Whether functions, pumps, services and who scales them are all there and well. */

import { stageNames } from '#shared/pipeline.ts'
import { bad, check, few, lacking, ok, type Check, type Finding, type Tools } from './checks.ts'
import type { Facts } from './facts.ts'
import {
  conditionOf,
  whyNot,
  type Condition,
  type Deployment,
  type Pod,
  type ScaledObject,
} from './objects.ts'

const COMPONENT = 'app.kubernetes.io/component'
const ALWAYS_ON = new Set(['service', 'dashboard', 'analytics'])
/** What every pod passes through on its way up. */
const STARTING = new Set(['ContainerCreating', 'PodInitializing'])

export function checkWorkloads(facts: Facts, tools: Tools): Check[] {
  return [
    checkFunctions(facts, tools),
    checkPumps(facts, tools),
    checkScalers(facts, tools),
    checkServices(facts, tools),
    checkPods(facts, tools),
  ]
}

type Trouble = { name: string; words: string }

/** One line for many objects: how many are well, and what the first of the others say. */
function summarise(
  total: number,
  troubles: readonly Trouble[],
  mend: (name: string) => string,
): Finding {
  if (troubles.length === 0) return ok(`${total} of ${total}`)
  const words = troubles.map(({ name, words: why }) => `${name}: ${why}`).join('; ')
  return bad(
    `${total - troubles.length} of ${total}. ${words}`,
    ...troubles.map(({ name }) => mend(name)),
  )
}

function checkFunctions({ functions }: Facts, { kubectl, helm, namespace }: Tools): Check {
  return check({
    check: 'functions',
    wanted: 'a Knative Service for each stage, Ready',
    reading: functions,
    absent: () => bad('no Knative in this cluster', helm),
    judge: (all) => {
      const troubles = stageNames.flatMap((name): Trouble[] => {
        const service = all.find(({ metadata }) => metadata.name === name)
        const words = service ? whyNot(service, 'Ready') : 'not there'
        return words === '' ? [] : [{ name, words }]
      })
      return summarise(
        stageNames.length,
        troubles,
        (name) => `${kubectl} -n ${namespace} describe ksvc ${name}`,
      )
    },
  })
}

function checkPumps({ deployments }: Facts, { kubectl, helm, namespace }: Tools): Check {
  return check({
    check: 'pumps',
    wanted: 'a Deployment for each stage',
    reading: deployments,
    absent: () => bad('none', helm),
    judge: (all) => {
      const troubles = stageNames.flatMap((stage): Trouble[] => {
        const pump = all.find(({ metadata }) => metadata.name === `pump-${stage}`)
        const words = pump ? few(lacking([pump])) : 'not there'
        return words === '' ? [] : [{ name: `pump-${stage}`, words }]
      })
      return summarise(
        stageNames.length,
        troubles,
        (name) => `${kubectl} -n ${namespace} describe deployment ${name}`,
      )
    },
  })
}

const isPaused = ({ metadata }: ScaledObject) =>
  Object.keys(metadata.annotations).some((key) => key.startsWith('autoscaling.keda.sh/paused'))

function checkScalers({ scalers }: Facts, { kubectl, helm, namespace }: Tools): Check {
  return check({
    check: 'ScaledObjects',
    wanted: 'Ready, none paused by annotation',
    reading: scalers,
    absent: () => bad('no KEDA in this cluster', helm),
    judge: (all) => {
      const paused = all.filter(isPaused).map(({ metadata }) => metadata.name)
      if (paused.length > 0)
        return bad(
          `paused by annotation: ${few(paused)}; the pipeline's switch is stonks pipeline on|off`,
          ...paused.map(
            (name) =>
              `${kubectl} -n ${namespace} annotate scaledobject ${name} autoscaling.keda.sh/paused- autoscaling.keda.sh/paused-replicas-`,
          ),
        )
      const troubles = all.flatMap((one): Trouble[] => {
        const words = whyNot(one, 'Ready')
        return words === '' ? [] : [{ name: one.metadata.name, words }]
      })
      return summarise(
        all.length,
        troubles,
        (name) => `${kubectl} -n ${namespace} describe scaledobject ${name}`,
      )
    },
  })
}

const isAlwaysOn = ({ metadata }: Deployment) => ALWAYS_ON.has(metadata.labels[COMPONENT] ?? '')

function checkServices({ deployments }: Facts, { kubectl, helm, namespace }: Tools): Check {
  return check({
    check: 'services',
    wanted: 'every pod ready',
    reading: deployments,
    absent: () => bad('none', helm),
    judge: (all) => {
      const own = all.filter(isAlwaysOn)
      const troubles = own
        .filter((one) => lacking([one]).length > 0)
        .map((one): Trouble => {
          const progress: Condition | undefined = conditionOf(one, 'Progressing')
          const why = progress?.status === 'False' ? `, ${progress.message}` : ''
          return {
            name: one.metadata.name,
            words: `${one.status.readyReplicas} of ${one.spec.replicas} ready${why}`,
          }
        })
      return summarise(
        own.length,
        troubles,
        (name) => `${kubectl} -n ${namespace} describe deployment ${name}`,
      )
    },
  })
}

/** What a pod waits for that it will not get by itself; empty where all goes its way. */
function stuck({ status }: Pod): string {
  const waiting = [...status.initContainerStatuses, ...status.containerStatuses]
    .map(({ state }) => state.waiting)
    .find((found) => found && !STARTING.has(found.reason))
  if (waiting) return [waiting.reason, waiting.message].filter((words) => words !== '').join(': ')
  const scheduled = conditionOf({ status }, 'PodScheduled')
  return scheduled?.status === 'False' ? `${scheduled.reason}: ${scheduled.message}` : ''
}

function checkPods({ pods }: Facts, { kubectl, namespace }: Tools): Check {
  return check({
    check: 'pods',
    wanted: 'none stuck',
    reading: pods,
    absent: () => ok('none'),
    judge: (all) => {
      const troubles = all.flatMap((pod): Trouble[] => {
        const words = stuck(pod)
        return words === '' ? [] : [{ name: pod.metadata.name, words }]
      })
      return summarise(
        all.length,
        troubles.slice(0, 5),
        (name) => `${kubectl} -n ${namespace} describe pod ${name}`,
      )
    },
  })
}
