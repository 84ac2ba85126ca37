/** Whether functions, pumps, services and who scales them are all there and well. */

import { stageNames } from '#shared/pipeline.ts'
import { bad, check, few, lacking, ok, type Checked, type Finding, type Tools } from './checks.ts'
import type { Survey } from './survey.ts'
import { conditionOf, whyNot, type Deployment, type Pod, type ScaledObject } from './objects.ts'

const COMPONENT = 'app.kubernetes.io/component'
const ALWAYS_ON = new Set(['service', 'dashboard', 'analytics'])
/** What every pod passes through on its way up. */
const STARTING = new Set(['ContainerCreating', 'PodInitializing'])

export function checkWorkloads(survey: Survey, tools: Tools): Checked[] {
  return [
    checkFunctions(survey, tools),
    checkPumps(survey, tools),
    checkScalers(survey, tools),
    checkServices(survey, tools),
    checkPods(survey, tools),
  ]
}

type Trouble = { name: string; words: string }

const ABSENT = 'not there'
const CAUSES_MAX = 5

type Ways = { look: (name: string, words: string) => string; make: string }

/** One line for many objects; then a command for each cause, with all that share it. */
function summarise(total: number, troubles: readonly Trouble[], { look, make }: Ways): Finding {
  if (troubles.length === 0) return ok(`${total} of ${total}`)
  const causes = Map.groupBy(troubles, ({ name, words }) => words.replaceAll(name, ''))
  const mend = [...causes.values()].slice(0, CAUSES_MAX).flatMap((alike) => {
    const [{ name, words }] = alike as [Trouble]
    return [
      `# ${few(alike.map((one) => one.name))}: ${words.replaceAll(/\s+/g, ' ')}`,
      words === ABSENT ? make : look(name, words),
    ]
  })
  return bad(
    `${total - troubles.length} of ${total}; not ${few(troubles.map(({ name }) => name))}`,
    ...mend,
  )
}

const describing =
  (kind: string, { kubectl, namespace }: Tools) =>
  (name: string) =>
    `${kubectl} -n ${namespace} describe ${kind} ${name}`

function checkFunctions({ functions }: Survey, tools: Tools): Checked {
  return check({
    check: 'functions',
    wanted: 'a Knative Service for each stage, Ready',
    reading: functions,
    absent: () => bad('no Knative in this cluster', tools.helm),
    judge: (all) => {
      const troubles = stageNames.flatMap((name): Trouble[] => {
        const service = all.find(({ metadata }) => metadata.name === name)
        const words = service ? whyNot(service, 'Ready') : ABSENT
        return words === '' ? [] : [{ name, words }]
      })
      return summarise(stageNames.length, troubles, {
        look: describing('ksvc', tools),
        make: tools.helm,
      })
    },
  })
}

function checkPumps({ deployments }: Survey, tools: Tools): Checked {
  return check({
    check: 'pumps',
    wanted: 'a Deployment for each stage',
    reading: deployments,
    absent: () => bad('none', tools.helm),
    judge: (all) => {
      const troubles = stageNames.flatMap((stage): Trouble[] => {
        const pump = all.find(({ metadata }) => metadata.name === `pump-${stage}`)
        const words = pump ? stalled(pump) : ABSENT
        return words === '' ? [] : [{ name: `pump-${stage}`, words }]
      })
      return summarise(stageNames.length, troubles, {
        look: describing('deployment', tools),
        make: tools.helm,
      })
    },
  })
}

/** Why a Deployment gets no further; one that only grows at the moment is well. */
function stalled(deployment: Deployment): string {
  const failure = conditionOf(deployment, 'ReplicaFailure')
  if (failure?.status === 'True') return `${failure.reason}: ${failure.message}`
  const progress = conditionOf(deployment, 'Progressing')
  return progress?.status === 'False' ? `${progress.reason}: ${progress.message}` : ''
}

const isPaused = ({ metadata }: ScaledObject) =>
  Object.keys(metadata.annotations).some((key) => key.startsWith('autoscaling.keda.sh/paused'))

function checkScalers({ scalers }: Survey, tools: Tools): Checked {
  return check({
    check: 'ScaledObjects',
    wanted: 'Ready, none paused by annotation',
    reading: scalers,
    absent: () => bad('no KEDA in this cluster', tools.helm),
    judge: (all) => {
      const paused = all.filter(isPaused).map(({ metadata }) => metadata.name)
      if (paused.length > 0)
        return bad(
          `paused by annotation: ${few(paused)}; the pipeline's switch is stonks pipeline on|off`,
          ...paused.map(
            (name) =>
              `${tools.kubectl} -n ${tools.namespace} annotate scaledobject ${name} autoscaling.keda.sh/paused- autoscaling.keda.sh/paused-replicas-`,
          ),
        )
      const missing = stageNames
        .map((stage) => `pump-${stage}`)
        .filter((pump) => !all.some(({ spec }) => spec.scaleTargetRef.name === pump))
        .map((name): Trouble => ({ name, words: ABSENT }))
      const unready = all.flatMap((one): Trouble[] => {
        const words = whyNot(one, 'Ready')
        return words === '' ? [] : [{ name: one.metadata.name, words }]
      })
      return summarise(all.length + missing.length, [...missing, ...unready], {
        look: describing('scaledobject', tools),
        make: tools.helm,
      })
    },
  })
}

const isAlwaysOn = ({ metadata }: Deployment) => ALWAYS_ON.has(metadata.labels[COMPONENT] ?? '')

function checkServices({ deployments }: Survey, tools: Tools): Checked {
  return check({
    check: 'services',
    wanted: 'every pod ready',
    reading: deployments,
    absent: () => bad('none', tools.helm),
    judge: (all) => {
      const own = all.filter(isAlwaysOn)
      const troubles = own
        .filter((one) => lacking([one]).length > 0)
        .map((one): Trouble => {
          const why = stalled(one)
          const short = `${one.status.readyReplicas} of ${one.spec.replicas} ready`
          return { name: one.metadata.name, words: why === '' ? short : `${short}, ${why}` }
        })
      return summarise(own.length, troubles, {
        look: describing('deployment', tools),
        make: tools.helm,
      })
    },
  })
}

const CRASHING = 'CrashLoopBackOff'

/** What a pod waits for that it will not get by itself; empty where all goes its way. */
function stuck({ status }: Pod): string {
  const waiting = [...status.initContainerStatuses, ...status.containerStatuses]
    .map(({ state }) => state.waiting)
    .find((found) => found && !STARTING.has(found.reason))
  if (waiting?.reason === CRASHING) return CRASHING
  if (waiting) return [waiting.reason, waiting.message].filter((words) => words !== '').join(': ')
  const scheduled = conditionOf({ status }, 'PodScheduled')
  return scheduled?.status === 'False' ? `${scheduled.reason}: ${scheduled.message}` : ''
}

function checkPods({ pods }: Survey, tools: Tools): Checked {
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
      return summarise(all.length, troubles, {
        look: (name, words) =>
          words === CRASHING
            ? `${tools.kubectl} -n ${tools.namespace} logs ${name} --all-containers --previous`
            : describing('pod', tools)(name),
        make: tools.helm,
      })
    },
  })
}
