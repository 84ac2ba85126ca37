/** Metrics that others tell, as their documents name them, with the labels used here. */

/** KEDA 2.20, the operator's /metrics (docs: Integrate with Prometheus; pkg/metricscollector). */
const TRIGGER = ['namespace', 'exported_namespace', 'scaledObject', 'scaler', 'metric']
const OBJECT = ['namespace', 'exported_namespace', 'scaledObject']

export const externalMetrics: Record<string, string[]> = {
  keda_build_info: ['version'],
  keda_scaler_active: TRIGGER,
  keda_scaler_metrics_value: TRIGGER,
  keda_scaler_metrics_latency_seconds: TRIGGER,
  keda_scaler_detail_errors_total: TRIGGER,
  keda_scaled_object_errors_total: OBJECT,
  keda_scaled_object_paused: OBJECT,
  keda_internal_scale_loop_latency_seconds: ['namespace', 'type', 'resource'],

  // kube-state-metrics 2.16 (docs/metrics/workload): Deployments, HPAs and Pods.
  kube_deployment_spec_replicas: ['namespace', 'deployment'],
  kube_deployment_status_replicas_available: ['namespace', 'deployment'],
  kube_horizontalpodautoscaler_spec_max_replicas: ['namespace', 'horizontalpodautoscaler'],
  kube_horizontalpodautoscaler_status_current_replicas: ['namespace', 'horizontalpodautoscaler'],
  kube_pod_container_status_restarts_total: ['namespace', 'pod', 'container'],
}
