/** Rules of helm/files/rules/scaling.yaml, as query-api judges them; a test holds both equal. */

import type { AlertRule } from '#shared/domain/alerts/judge.ts'

export const alertsOfScaling: readonly AlertRule[] = [
  {
    name: 'stonks:keda_scaler_errors:increase10m',
    expr: 'sum by (namespace, exported_namespace, scaledObject) ( increase(keda_scaler_detail_errors_total{scaledObject=~"(pump-)?(STAGES)(-[0-9]+)?"}[10m]))',
  },
  {
    name: 'StonksScalerErrors',
    expr: 'stonks:keda_scaler_errors:increase10m > 5',
    severity: 'critical',
    forSeconds: 300,
    summary: 'KEDA cannot read the lists of {{ $labels.scaledObject }}',
    runbook: 'docs/runbooks/scale-stuck.md',
  },
  {
    name: 'StonksScaledObjectErrors',
    expr: 'sum by (namespace, exported_namespace, scaledObject) ( increase(keda_scaled_object_errors_total{scaledObject=~"(pump-)?(STAGES)(-[0-9]+)?"}[10m])) > 0 unless on (namespace, exported_namespace, scaledObject) stonks:keda_scaler_errors:increase10m > 0',
    severity: 'warning',
    forSeconds: 300,
    summary: 'KEDA cannot scale {{ $labels.scaledObject }}',
    runbook: 'docs/runbooks/scale-stuck.md',
  },
  {
    name: 'StonksScaledObjectPaused',
    expr: 'max by (namespace, exported_namespace, scaledObject) ( keda_scaled_object_paused{scaledObject=~"(pump-)?(STAGES)(-[0-9]+)?"}) == 1',
    severity: 'warning',
    forSeconds: 600,
    summary: '{{ $labels.scaledObject }} is paused in KEDA',
    runbook: 'docs/runbooks/toggle.md',
  },
  {
    name: 'StonksScaledToMax',
    expr: 'max by (namespace, stage) (label_replace( kube_horizontalpodautoscaler_status_current_replicas >= on (namespace, horizontalpodautoscaler) (kube_horizontalpodautoscaler_spec_max_replicas > 1), "stage", "$2", "horizontalpodautoscaler", "(keda-hpa-pump-)?(STAGES)(-[0-9]+)?")) and on (namespace, stage) stonks:queue_depth:by_stage > 0',
    severity: 'warning',
    forSeconds: 900,
    summary: '{{ $labels.stage }} has all the replicas it may have',
    runbook: 'docs/runbooks/scale-stuck.md',
  },
  {
    name: 'StonksRevisionNotReady',
    expr: 'kube_deployment_spec_replicas{deployment=~"(STAGES)-[0-9]+-deployment"} > on (namespace, deployment) kube_deployment_status_replicas_available and on (namespace) stonks:installed',
    severity: 'warning',
    forSeconds: 600,
    summary: '{{ $labels.deployment }} does not become ready',
    runbook: 'docs/runbooks/revision-not-ready.md',
  },
  {
    name: 'StonksDeploymentUnavailable',
    expr: '(kube_deployment_status_replicas_available{deployment=~"(pump-(STAGES))|SERVICES|dashboard|trino|hive-metastore|superset"} < on (namespace, deployment) kube_deployment_spec_replicas) and on (namespace) stonks:installed',
    severity: 'critical',
    forSeconds: 600,
    summary: '{{ $labels.deployment }} is not available',
    runbook: 'docs/runbooks/rollback.md',
  },
  {
    name: 'StonksPodsRestart',
    expr: 'sum by (namespace, pod, container) (increase(kube_pod_container_status_restarts_total[30m])) > 3 and on (namespace) stonks:installed',
    severity: 'warning',
    forSeconds: 0,
    summary: '{{ $labels.container }} restarts again and again',
    runbook: 'docs/runbooks/revision-not-ready.md',
  },
  {
    name: 'StonksBlind',
    expr: 'label_replace(absent(keda_build_info), "unseen", "KEDA\'s operator", "", "") or label_replace(absent(kube_deployment_spec_replicas), "unseen", "kube-state-metrics", "", "")',
    severity: 'info',
    forSeconds: 1800,
    summary: 'Prometheus does not see {{ $labels.unseen }}',
    runbook: 'docs/monitoring.md#stonksblind',
  },
]
