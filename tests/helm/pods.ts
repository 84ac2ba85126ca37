/** The pods that a rendered chart makes, whatever makes them. */

import type { IPodSpec } from 'kubernetes-models/v1'
import type { KubernetesObject } from './render.ts'

export type PodTemplate = {
  /** Kind and name of what makes the pod, such as `Deployment/query-api`. */
  owner: string
  kind: string
  labels: Record<string, string>
  annotations: Record<string, string>
  spec: IPodSpec
}

type Template = { metadata?: Partial<KubernetesObject['metadata']>; spec: IPodSpec }

const MAKERS = ['Deployment', 'StatefulSet', 'DaemonSet', 'Job']

/** One template for each maker, in the order of the objects. */
export function podsOf(objects: readonly KubernetesObject[]): PodTemplate[] {
  return objects.flatMap((object) => {
    const template = templateOf(object)
    if (!template) return []
    return {
      owner: `${object.kind}/${object.metadata.name}`,
      kind: object.kind,
      labels: template.metadata?.labels ?? {},
      annotations: template.metadata?.annotations ?? {},
      spec: template.spec,
    }
  })
}

/** Whether it is Knative's Service, which makes pods, and not Kubernetes' own. */
export function isKnativeService({ apiVersion, kind }: KubernetesObject): boolean {
  return kind === 'Service' && apiVersion.startsWith('serving.knative.dev/')
}

function templateOf(object: KubernetesObject): Template | undefined {
  const { kind } = object
  if (kind === 'Pod') return object as unknown as Template
  if (kind === 'CronJob') {
    return (object.spec as { jobTemplate: { spec: { template: Template } } }).jobTemplate.spec
      .template
  }
  if (!MAKERS.includes(kind) && !isKnativeService(object)) return undefined
  return (object.spec as { template: Template }).template
}
