/** What `stonks scale` looks at, read at once. */

import { readList, type Cluster, type ClusterReading } from './client.ts'
import type { Counts } from './counts.ts'
import * as k from './objects.ts'

export type ScaleSurvey = {
  functions: ClusterReading<k.KnativeService[]>
  deployments: ClusterReading<k.Deployment[]>
  scalers: ClusterReading<k.ScaledObject[]>
  autoscalers: ClusterReading<k.Autoscaler[]>
  /** Of Deployments that changed their size; the API server keeps them for an hour. */
  events: ClusterReading<k.ScalingEvent[]>
  counts: ClusterReading<Counts>
}

export type ReadCounts = () => Promise<ClusterReading<Counts>>

/** @throws Unreachable when the cluster does not answer. */
export async function readScale(cluster: Cluster, readCounts: ReadCounts): Promise<ScaleSurvey> {
  const { namespace } = cluster
  const within = (group: string, kind: string) => `/apis/${group}/namespaces/${namespace}/${kind}`
  const resized = `/api/v1/namespaces/${namespace}/events?fieldSelector=reason=ScalingReplicaSet`
  const [functions, deployments, scalers, autoscalers, events, counts] = await Promise.all([
    readList(cluster, within('serving.knative.dev/v1', 'services'), k.KnativeService),
    readList(cluster, within('apps/v1', 'deployments'), k.Deployment),
    readList(cluster, within('keda.sh/v1alpha1', 'scaledobjects'), k.ScaledObject),
    readList(cluster, within('autoscaling/v2', 'horizontalpodautoscalers'), k.Autoscaler),
    readList(cluster, resized, k.ScalingEvent),
    readCounts(),
  ])
  return { functions, deployments, scalers, autoscalers, events, counts }
}
