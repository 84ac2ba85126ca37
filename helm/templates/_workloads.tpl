{{/* Parts that only the umbrella's own workloads share. */}}

{{/* Which of the seven Secrets some enabled workload reads, of the root: a JSON array, sorted. */}}
{{- define "stonks.consumedSecrets" -}}
{{- $names := list "roles" -}}
{{- range .Values.global.stages }}{{ $names = concat $names .secrets }}{{ end -}}
{{- range .Values.services }}{{ $names = concat $names .secrets }}{{ end -}}
{{- if .Values.hiveMetastore.enabled }}{{ $names = append $names "core" }}{{ end -}}
{{- if .Values.trino.enabled }}{{ $names = append $names "core" }}{{ end -}}
{{- if .Values.superset.enabled }}{{ $names = concat $names (list "core" "dashboard") }}{{ end -}}
{{- $names | uniq | sortAlpha | toJson -}}
{{- end -}}

{{/* Origin of the operators' page, of the root: where passkeys belong to, and cookies. */}}
{{- define "stonks.publicUrl" -}}
{{- $ingress := .Values.ingress -}}
{{- if .Values.dashboard.publicUrl -}}
{{ .Values.dashboard.publicUrl }}
{{- else if and $ingress.enabled .Values.dashboard.enabled $ingress.hosts.dashboard -}}
https://{{ $ingress.hosts.dashboard }}.{{ $ingress.domain }}
{{- else -}}
http://localhost:8080
{{- end -}}
{{- end -}}

{{/* Names by which people ask for the page, of the root: nginx hands them on to query-api. */}}
{{- define "stonks.publicHosts" -}}
{{- range splitList "," (include "stonks.publicUrl" .) -}}
,{{ regexReplaceAll "^https?://([^:/]+).*$" (trim .) "${1}" }}
{{- end -}}
{{- end -}}

{{/* What query-api alone is told, of the root. */}}
{{- define "stonks.frontDoor" -}}
{{- $ingress := .Values.ingress -}}
PUBLIC_URL: {{ include "stonks.publicUrl" . | quote }}
TRUSTED_PROXIES: {{ join "," .Values.dashboard.trustedProxies | quote }}
ALLOWED_HOSTS: {{ include "stonks.hosts" (dict "root" . "name" "query-api") }}{{ include "stonks.publicHosts" . }}
{{- if and $ingress.enabled (get $ingress.hosts "query-api") }},{{ get $ingress.hosts "query-api" }}.{{ $ingress.domain }}{{ end }}
LAKE_CACHE_DIR: /tmp/lake-cache
{{- with include "stonks.trinoUrl" . }}
TRINO_URL: {{ . }}
{{- end }}
{{- end -}}

{{/* Where the chart's own Trino is, of the root; empty where there is none. */}}
{{- define "stonks.trinoUrl" -}}
{{- if .Values.trino.enabled }}http://trino:8080{{ end -}}
{{- end -}}

{{/* A container that runs one command of `stonks` against the database and ends, of
     (dict "root" "as" "name" "args" "reaches"), `as` being whose rights it has, and `set` what it alone is told. */}}
{{- define "stonks.command" -}}
- name: {{ .name }}
  image: {{ include "stonks.image" (dict "root" .root "image" "services") }}
  imagePullPolicy: {{ .root.Values.global.imagePullPolicy }}
  args: {{ toJson (prepend .args "stonks.mjs") }}
  {{- include "stonks.env" (dict "root" .root "name" .as "component" "service" "secrets" (list "core") "reaches" .reaches "roleKeys" .roleKeys "set" .set) | nindent 2 }}
  resources:
    requests: { cpu: 20m, memory: 96Mi }
    limits: { cpu: 500m, memory: 256Mi }
  securityContext:
    {{- include "stonks.containerSecurity" . | nindent 4 }}
  volumeMounts:
    {{- include "stonks.mounts" .root | nindent 4 }}
{{- end -}}

{{/* Whether the universe is written in the values, not fetched from a URL, of the root: yes or empty. */}}
{{- define "stonks.hasUniverse" -}}
{{- if and .Values.seed.universe (not (regexMatch "^https?://" .Values.seed.universe)) }}yes{{ end -}}
{{- end -}}

{{/* Keys of the passwords that `stonks migrate` gives the roles, of the root: a JSON array. */}}
{{- define "stonks.roleKeys" -}}
{{- $keys := list -}}
{{- if .Values.global.postgres.ownRoles -}}
{{- range list "FUNCTIONS" "TRADING" "API" "ORCHESTRATION" "LAKE" "VIEWS" }}{{ $keys = append $keys (printf "POSTGRES_PASSWORD_%s" .) }}{{ end -}}
{{- end -}}
{{- toJson $keys -}}
{{- end -}}

{{/* Where `stonks seed` finds the universe, of the root; the file's name tells JSON from CSV. */}}
{{- define "stonks.universe" -}}
{{- if include "stonks.hasUniverse" . -}}
/universe/{{ include "stonks.universeFile" . }}
{{- else -}}
{{ .Values.seed.universe }}
{{- end -}}
{{- end -}}

{{- define "stonks.universeFile" -}}
{{ ternary "universe.json" "universe.csv" (hasPrefix "{" (trim .Values.seed.universe)) }}
{{- end -}}

{{/* What the Job `stonks-migrate` does, of the root, one after the other: schema and rights, companies,
     history. It alone comes as the schema's owner. */}}
{{- define "stonks.migrateSteps" -}}
{{ include "stonks.command" (dict "root" . "as" "stonks-migrate" "name" "migrate" "args" (list "migrate") "reaches" (list "postgres") "roleKeys" (include "stonks.roleKeys" . | fromJsonArray)) }}
{{- if .Values.seed.universe }}
{{ include "stonks.command" (dict "root" . "as" "stonks-migrate" "name" "seed" "args" (list "seed" "--universe" (include "stonks.universe" .)) "reaches" (list "postgres")) }}
    {{- if include "stonks.hasUniverse" . }}
    - { name: universe, mountPath: /universe, readOnly: true }
    {{- end }}
{{- end }}
{{- if .Values.seed.backfillDays }}
{{ include "stonks.command" (dict "root" . "as" "stonks-migrate" "name" "backfill" "args" (list "backfill" "--days" (toString .Values.seed.backfillDays)) "reaches" (list "postgres")) }}
{{- end }}
{{- end -}}

{{/* What the pods of the analytics plane share, of the root: images of others, whose user is 1000. */}}
{{- define "stonks.analyticsPod" -}}
serviceAccountName: stonks-analytics
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  {{- include "stonks.podSecurity" . | nindent 2 }}
  runAsUser: 1000
  runAsGroup: 1000
  fsGroup: 1000
  fsGroupChangePolicy: OnRootMismatch
{{- include "stonks.pullSecrets" . }}
{{- end -}}

{{/* The spec of a volume claim, of a `storage`: size and className. */}}
{{- define "stonks.claim" -}}
accessModes: [ReadWriteOnce]
{{- with .className }}
storageClassName: {{ . }}
{{- end }}
resources:
  requests: { storage: {{ .size }} }
{{- end -}}
