/** Where Kubernetes' extensions come from, in the versions that were tried together. */

import type { Tools } from './checks.ts'

const RELEASES = 'https://github.com'
/** Upstream's release files, of the versions that were tried together. */
export const upstreamRelease = {
  serving: (file: string) =>
    `${RELEASES}/knative/serving/releases/download/knative-v1.22.1/${file}`,
  kourier: `${RELEASES}/knative-extensions/net-kourier/releases/download/knative-v1.22.1/kourier.yaml`,
  autoscalerKeda: `${RELEASES}/knative-extensions/autoscaler-keda/releases/download/knative-v1.22.1/autoscaler-keda.yaml`,
  keda: `${RELEASES}/kedacore/keda/releases/download/v2.20.2/keda-2.20.2.yaml`,
}

export const installServing = ({ kubectl }: Tools) =>
  ['serving-crds.yaml', 'serving-core.yaml'].map(
    (file) => `${kubectl} apply -f ${upstreamRelease.serving(file)}`,
  )
export const installKeda = ({ kubectl }: Tools) =>
  `${kubectl} apply --server-side -f ${upstreamRelease.keda}`
