/** The custom resources that the chart makes, and the version of each that it speaks. */

export type Source = { definition: string; version: string }

export const sources: readonly Source[] = [
  { definition: 'services.serving.knative.dev', version: 'v1' },
  { definition: 'scaledobjects.keda.sh', version: 'v1alpha1' },
  { definition: 'triggerauthentications.keda.sh', version: 'v1alpha1' },
  { definition: 'servicemonitors.monitoring.coreos.com', version: 'v1' },
  { definition: 'prometheusrules.monitoring.coreos.com', version: 'v1' },
]
