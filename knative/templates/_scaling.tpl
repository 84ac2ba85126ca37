{{/* Annotations that say who scales a stage's function and how, of (dict "root" "stage" "row" "max"). */}}
{{- define "stonks.scaling" -}}
{{- $keda := .root.Values.global.keda -}}
autoscaling.knative.dev/min-scale: "0"
autoscaling.knative.dev/max-scale: {{ .max | toString | quote }}
# A revision has shown one ready pod before it takes work.
autoscaling.knative.dev/initial-scale: "1"
{{- if eq (include "stonks.autoscaler" .) "keda" }}
# autoscaler-keda stands in for Knative's HPA controller and makes this ScaledObject for each
# revision: the pump's own, but for its target and its maximum.
autoscaling.knative.dev/class: hpa.autoscaling.knative.dev
autoscaling.knative.dev/scaled-object-override: {{ dict "spec" (include "stonks.scaledObject" . | fromYaml) | toRawJson | quote }}
{{- else }}
autoscaling.knative.dev/class: kpa.autoscaling.knative.dev
autoscaling.knative.dev/metric: concurrency
autoscaling.knative.dev/target: {{ .row.inFlight | toString | quote }}
autoscaling.knative.dev/target-utilization-percentage: "100"
# The activator stays in the way and gives each job to the pod with the fewest.
autoscaling.knative.dev/target-burst-capacity: "-1"
autoscaling.knative.dev/window: {{ printf "%ds" (max 6 $keda.scaleDownSeconds) }}
autoscaling.knative.dev/scale-to-zero-pod-retention-period: {{ printf "%ds" (int $keda.cooldownPeriod) }}
{{- end }}
{{- end -}}

{{/* Seconds a function has from SIGTERM on. At a pod's end Knative first waits 30 s for new
     requests, then sends SIGTERM, and kills at timeoutSeconds. */}}
{{- define "stonks.functionGrace" -}}
{{- max 10 (sub .timeoutSeconds 30) -}}
{{- end -}}
