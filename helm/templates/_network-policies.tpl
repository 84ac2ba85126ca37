{{- /*
Parts of network-policies.yaml. Policies see a packet after Services are resolved: the pod's address
and the pod's port.
*/ -}}

{{- define "stonks.policy" -}}
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{ .name }}
  labels: {{- include "stonks.labels" (dict "root" .root "name" .name "component" "network-policy") | nindent 4 }}
{{- end -}}

{{- define "stonks.policy.namespace" -}}
namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: {{ . }} } }
{{- end -}}

{{- /* A server of networkPolicy.servers, as a peer. An address block wins over a namespace. */ -}}
{{- define "stonks.policy.server" -}}
{{- if .cidr -}}
ipBlock: { cidr: {{ .cidr | quote }} }
{{- else -}}
{{ include "stonks.policy.namespace" .namespace }}
{{- end -}}
{{- end -}}

{{- /* Pods by their names; a pump bears its stage's name and is none of them. */ -}}
{{- define "stonks.policy.pods" -}}
matchExpressions:
  - { key: app.kubernetes.io/name, operator: In, values: {{ . | uniq | sortAlpha | toJson }} }
  - { key: app.kubernetes.io/component, operator: In, values: [function, service, dashboard, analytics] }
{{- end -}}

{{- define "stonks.policy.ports" -}}
ports: [{{ range $i, $port := . }}{{ if $i }}, {{ end }}{ protocol: TCP, port: {{ int $port }} }{{ end }}]
{{- end -}}

{{- /* The rules `to` of one target, of (dict "root" "target"). */ -}}
{{- define "stonks.policy.to" -}}
{{- $policy := .root.Values.networkPolicy -}}
{{- if eq .target "internet" -}}
{{- include "stonks.policy.internet" (dict "policy" $policy "port" 443) }}
{{- else if eq .target "smtp" -}}
{{- include "stonks.policy.internet" (dict "policy" $policy "port" (.root.Values.global.config.SMTP_PORT | default 587 | int)) }}
{{- else if eq .target "gateway" -}}
{{- $gateway := .root.Values.global.knative.gateway -}}
- to:
    - {{ include "stonks.policy.namespace" $gateway.namespace }}
  {{ include "stonks.policy.ports" (list $gateway.port) }}
{{- else if hasKey $policy.servers .target -}}
{{- $server := get $policy.servers .target -}}
- to:
    - {{ include "stonks.policy.server" $server }}
  {{ include "stonks.policy.ports" (list $server.port) }}
{{- else -}}
- to:
    - podSelector: { matchLabels: { app.kubernetes.io/name: {{ .target }} } }
  {{ include "stonks.policy.ports" (list (get (fromJson (include "stonks.policy.inside" .root)) .target)) }}
{{- end -}}
{{- end -}}

{{- /* One rule for each family of addresses, without the private blocks of that family. */ -}}
{{- define "stonks.policy.internet" -}}
{{- $policy := .policy -}}
- to:
    {{- range $block := $policy.internetBlocks }}
    - ipBlock:
        cidr: {{ $block | quote }}
        {{- $except := list }}
        {{- range $policy.privateBlocks }}
        {{- if eq (contains ":" .) (contains ":" $block) }}{{ $except = append $except . }}{{ end }}
        {{- end }}
        {{- with $except }}
        except: {{- toYaml . | nindent 10 }}
        {{- end }}
    {{- end }}
  {{ include "stonks.policy.ports" (list .port) }}
{{- end -}}

{{- /* What takes connections inside the namespace, and the port of its pods. */ -}}
{{- define "stonks.policy.inside" -}}
{{- $ports := dict "query-api" 8000 "symbol-registry" 8000 "trading-engine" 8000 "risk-engine" 8000 -}}
{{- if .Values.dashboard.enabled }}{{ $_ := set $ports "dashboard" 8080 }}{{ end -}}
{{- if .Values.hiveMetastore.enabled }}{{ $_ := set $ports "hive-metastore" 9083 }}{{ end -}}
{{- if .Values.trino.enabled }}{{ $_ := set $ports "trino" 8080 }}{{ end -}}
{{- if .Values.superset.enabled }}{{ $_ := set $ports "superset" 8088 }}{{ end -}}
{{- toJson $ports -}}
{{- end -}}

{{- /* Name → targets, as JSON: the rows of the values, and of those that have none. */ -}}
{{- define "stonks.policy.rows" -}}
{{- $rows := dict "stonks-pipeline" (list "postgres" "redis") "stonks-migrate" (list "postgres") -}}
{{- range $name, $row := merge (dict) .Values.global.stages .Values.services }}{{ $_ := set $rows $name $row.reaches }}{{ end -}}
{{- if .Values.dashboard.enabled }}{{ $_ := set $rows "dashboard" (list "query-api") }}{{ end -}}
{{- if .Values.hiveMetastore.enabled }}{{ $_ := set $rows "hive-metastore" (list "objects") }}{{ end -}}
{{- if .Values.trino.enabled }}{{ $_ := set $rows "trino" (list "hive-metastore" "objects") }}{{ $_ := set $rows "lake-sync" (list "postgres" "trino") }}{{ end -}}
{{- if .Values.superset.enabled }}{{ $_ := set $rows "superset" (list "trino" "postgres" "redis") }}{{ end -}}
{{- toJson $rows -}}
{{- end -}}

{{- /* Target → names of the pods that reach it, as JSON. What is switched off is no target. */ -}}
{{- define "stonks.policy.sources" -}}
{{- $inside := fromJson (include "stonks.policy.inside" .) -}}
{{- $there := concat (keys $inside) (keys .Values.networkPolicy.servers) -}}
{{- $known := concat $there (list "hive-metastore" "trino" "internet" "smtp") -}}
{{- if .Values.networkPolicy.internetBlocks }}{{ $there = concat $there (list "internet" "smtp") }}{{ end -}}
{{- $sources := dict -}}
{{- range $name, $targets := fromJson (include "stonks.policy.rows" .) -}}
{{- range $target := $targets -}}
{{- if has $target $there -}}
{{- $_ := set $sources $target (append (get $sources $target | default list) $name) -}}
{{- else if not (has $target $known) -}}
{{- include "stonks.refuse" (dict "value" (printf "reaches of %s" $name) "wanted" (printf "one of %s" (join ", " ($known | uniq | sortAlpha))) "found" $target "way" "Give a server of your own a row in networkPolicy.servers") -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- toJson $sources -}}
{{- end -}}

{{- /* What no rule could be made of, or one that lets through more, or less, than it says. */ -}}
{{- define "stonks.policy.check" -}}
{{- $policy := .Values.networkPolicy -}}
{{- range $name, $server := merge (dict "dns" $policy.dns) $policy.servers -}}
{{- if not (or $server.cidr $server.namespace) -}}
{{- include "stonks.refuse" (dict "value" (printf "networkPolicy, server %s" $name) "wanted" "a namespace or a cidr" "found" "neither" "way" "Set the one where its pods run, or the other to its address block") -}}
{{- end -}}
{{- end -}}
{{- $names := keys (fromJson (include "stonks.policy.rows" .)) -}}
{{- range $i, $extra := $policy.extraEgress -}}
{{- range $extra.from -}}
{{- if not (has . $names) -}}
{{- include "stonks.refuse" (dict "value" (printf "networkPolicy.extraEgress[%d].from" $i) "wanted" (printf "some of %s" (join ", " (sortAlpha $names))) "found" . "way" "Correct the name") -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
