/** The parts of Kubernetes', Knative's and KEDA's objects that the command line reads. */

import * as v from 'valibot'

const text = v.optional(v.string(), '')
const count = v.optional(v.number(), 0)
const map = v.optional(v.record(v.string(), v.string()), {})

export const ObjectMetadata = v.object({
  name: v.string(),
  namespace: text,
  labels: map,
  annotations: map,
})

const Condition = v.object({ type: v.string(), status: v.string(), reason: text, message: text })
export type Condition = v.InferOutput<typeof Condition>
const conditions = v.nullish(v.array(Condition), [])

const KeyRef = v.object({ name: v.string(), key: v.string(), optional: v.optional(v.boolean()) })

const Container = v.object({
  name: v.string(),
  image: text,
  env: v.optional(
    v.array(
      v.object({
        name: text,
        value: text,
        valueFrom: v.optional(v.object({ secretKeyRef: v.optional(KeyRef) })),
      }),
    ),
    [],
  ),
})
const PodSpec = v.object({
  containers: v.array(Container),
  initContainers: v.optional(v.array(Container), []),
  timeoutSeconds: v.optional(v.number()),
})
export type PodSpec = v.InferOutput<typeof PodSpec>

export const Deployment = v.object({
  metadata: ObjectMetadata,
  spec: v.object({
    replicas: v.optional(v.number(), 1),
    template: v.object({ spec: PodSpec }),
  }),
  status: v.optional(v.object({ readyReplicas: count, conditions }), {}),
})
export type Deployment = v.InferOutput<typeof Deployment>

export const KnativeService = v.object({
  metadata: ObjectMetadata,
  spec: v.object({
    template: v.object({
      metadata: v.optional(v.object({ annotations: map }), {}),
      spec: PodSpec,
    }),
  }),
  status: v.optional(v.object({ conditions, latestReadyRevisionName: text }), {}),
})
export type KnativeService = v.InferOutput<typeof KnativeService>

export const ScaledObject = v.object({
  metadata: ObjectMetadata,
  spec: v.object({ scaleTargetRef: v.object({ name: v.string() }) }),
  status: v.optional(v.object({ conditions, lastActiveTime: text, hpaName: text }), {}),
})
export type ScaledObject = v.InferOutput<typeof ScaledObject>

export const TriggerAuthentication = v.object({
  metadata: ObjectMetadata,
  spec: v.object({ secretTargetRef: v.optional(v.array(KeyRef), []) }),
})
export type TriggerAuthentication = v.InferOutput<typeof TriggerAuthentication>

export const Autoscaler = v.object({
  metadata: ObjectMetadata,
  spec: v.object({ scaleTargetRef: v.object({ name: v.string() }) }),
  status: v.optional(v.object({ lastScaleTime: text, desiredReplicas: count }), {}),
})
export type Autoscaler = v.InferOutput<typeof Autoscaler>

export const ScalingEvent = v.object({
  involvedObject: v.object({ name: v.string() }),
  message: text,
  lastTimestamp: v.nullish(v.string()),
  eventTime: v.nullish(v.string()),
})
export type ScalingEvent = v.InferOutput<typeof ScalingEvent>

const ContainerStatus = v.object({
  state: v.optional(
    v.object({ waiting: v.optional(v.object({ reason: text, message: text })) }),
    {},
  ),
})
export const Pod = v.object({
  metadata: ObjectMetadata,
  status: v.object({
    phase: text,
    conditions,
    containerStatuses: v.optional(v.array(ContainerStatus), []),
    initContainerStatuses: v.optional(v.array(ContainerStatus), []),
  }),
})
export type Pod = v.InferOutput<typeof Pod>

export const Namespace = v.object({ metadata: ObjectMetadata })
export const Revision = v.object({ metadata: ObjectMetadata })
export const ConfigMap = v.object({ metadata: ObjectMetadata, data: map })
/** The keys of a Secret; its values go no further than here. */
export const SecretKeys = v.pipe(
  v.object({ data: v.optional(v.record(v.string(), v.unknown()), {}) }),
  v.transform(({ data }) => Object.keys(data)),
)
export const ServerVersion = v.object({ gitVersion: v.string() })
export const ApiResources = v.pipe(
  v.object({ resources: v.array(v.object({ name: v.string() })) }),
  v.transform(({ resources }) => resources.map(({ name }) => name)),
)
export const ApiService = v.object({
  spec: v.object({
    service: v.nullish(v.object({ namespace: v.string(), name: v.string() })),
  }),
  status: v.optional(v.object({ conditions }), {}),
})
export type ApiService = v.InferOutput<typeof ApiService>

export const NetworkPolicy = v.object({
  metadata: ObjectMetadata,
  spec: v.object({
    podSelector: v.optional(v.record(v.string(), v.unknown()), {}),
    policyTypes: v.optional(v.array(v.string()), []),
  }),
})
export type NetworkPolicy = v.InferOutput<typeof NetworkPolicy>

type Conditioned = { status: { conditions?: Condition[] | null | undefined } }

export function conditionOf({ status }: Conditioned, type: string): Condition | undefined {
  return status.conditions?.find((condition) => condition.type === type)
}

/** Why a condition is not True, in the words of whoever set it; empty where it is. */
export function whyNot(object: Conditioned, type: string): string {
  const condition = conditionOf(object, type)
  if (condition?.status === 'True') return ''
  if (!condition) return `no condition ${type} yet`
  return [condition.reason || `${type} is ${condition.status}`, condition.message]
    .filter((words) => words !== '')
    .join(': ')
}

/** Who scales a stage's function: the class on its template says. */
export function autoscalerOf(service: KnativeService): 'keda' | 'kpa' {
  const told = service.spec.template.metadata.annotations?.['autoscaling.knative.dev/class']
  return told === 'hpa.autoscaling.knative.dev' ? 'keda' : 'kpa'
}

/** The stage whose function a Deployment of Knative runs; undefined for any other. */
export function functionOf(deployment: Deployment): string | undefined {
  return deployment.metadata.labels['serving.knative.dev/service']
}

/**
 * Deployments of revisions that take no traffic, want pods and do not get them ready: Knative lets
 * the pods of a revision that failed try on until it is collected.
 */
export function failingRevisions(
  services: readonly KnativeService[],
  deployments: readonly Deployment[],
): Deployment[] {
  const current = new Set(services.map(({ status }) => status.latestReadyRevisionName))
  return deployments.filter((one) => {
    const revision = one.metadata.labels['serving.knative.dev/revision']
    const isOld = revision !== undefined && !current.has(revision)
    return isOld && one.status.readyReplicas < one.spec.replicas
  })
}
