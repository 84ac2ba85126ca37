{{/*
Names, labels and the parts that every pod shares. Template names are one space for the umbrella
and its subcharts, so they stand here once; they read .Values.global and nothing else of .Values.

  name        a stage or a service, as in shared/pipeline.ts and services/
  component   function, pump, service, dashboard or analytics: a stage has a function and a pump
*/}}

{{/* What a selector may use, of (dict "name" "component"): never changes between versions. */}}
{{- define "stonks.selector" -}}
app.kubernetes.io/name: {{ .name }}
app.kubernetes.io/component: {{ .component }}
{{- end -}}

{{/* All labels, of (dict "root" "name" "component"). None names a version: a new chart alone must
     not make a new revision. */}}
{{- define "stonks.labels" -}}
{{ include "stonks.selector" . }}
app.kubernetes.io/part-of: stonks-oracle
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
{{- end -}}

{{/* An image reference, of (dict "root" "image"): image is a key of global.images. */}}
{{- define "stonks.image" -}}
{{- $global := .root.Values.global -}}
{{- $image := get $global.images .image -}}
{{- $name := $image.repository -}}
{{- with $global.imageRegistry }}{{ $name = printf "%s/%s" . $name }}{{ end -}}
{{- if $image.digest -}}
{{ $name }}@{{ $image.digest }}
{{- else -}}
{{ $name }}:{{ $image.tag | default $global.imageTag }}
{{- end -}}
{{- end -}}

{{/* imagePullSecrets of a pod, of the root. */}}
{{- define "stonks.pullSecrets" -}}
{{- with .Values.global.imagePullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- end -}}

{{/* The name of one of the seven Secrets, of (dict "root" "secret"). */}}
{{- define "stonks.secretName" -}}
{{- $own := get .root.Values.global.secrets .secret -}}
{{- $own.existingSecret | default (printf "stonks-%s-secrets" .secret) -}}
{{- end -}}

{{/* Who scales a stage's function, of (dict "root" "row"): keda or kpa. */}}
{{- define "stonks.autoscaler" -}}
{{- .row.autoscaler | default .root.Values.global.autoscaler -}}
{{- end -}}

{{/* Environment variables that the rest of the values says, of the root; global.config may not name
     them. Whether the pipeline is on is not among them: the hook says that, and must not make every
     pod anew. */}}
{{- define "stonks.saidConfig" -}}
{{- $global := .Values.global -}}
S3_ENDPOINT: {{ $global.objects.endpoint | quote }}
S3_REGION: {{ $global.objects.region | quote }}
OLLAMA_BASE_URL: {{ $global.ollama.baseUrl | quote }}
OLLAMA_MODEL: {{ $global.ollama.model | quote }}
DEPLOY_STAGE: {{ $global.deployStage | quote }}
FUNCTION_URL: {{ printf "http://{stage}.%s.svc.cluster.local" .Release.Namespace | quote }}
HOST: "0.0.0.0"
LOG_DESTINATION: stdout
{{- end -}}

{{/* Hosts that passwords and keys are sent to without TLS, of the root: those that global.config names
     and the servers of the values, by comma. With real money none may be, and the product takes none. */}}
{{- define "stonks.plaintextHosts" -}}
{{- $global := .Values.global -}}
{{- $hosts := list -}}
{{- with get $global.config "PLAINTEXT_HOSTS" }}{{ $hosts = append $hosts . }}{{ end -}}
{{- if ne $global.deployStage "live" -}}
{{- if eq $global.postgres.sslMode "disable" }}{{ $hosts = append $hosts $global.postgres.host }}{{ end -}}
{{- if not $global.redis.tls }}{{ $hosts = append $hosts $global.redis.host }}{{ end -}}
{{- if hasPrefix "http://" $global.objects.endpoint }}{{ $hosts = append $hosts (get (urlParse $global.objects.endpoint) "host") }}{{ end -}}
{{- end -}}
{{- join "," $hosts -}}
{{- end -}}

{{/* The data of stonks-config, of the root: global.config and what the rest of the values says. */}}
{{- define "stonks.config" -}}
{{- $all := deepCopy .Values.global.config -}}
{{- range $name, $value := include "stonks.saidConfig" . | fromYaml }}{{ $_ := set $all $name $value }}{{ end -}}
{{- with include "stonks.plaintextHosts" . }}{{ $_ := set $all "PLAINTEXT_HOSTS" . }}{{ end -}}
{{- range $name, $value := $all }}
{{ $name }}: {{ kindIs "string" $value | ternary $value (toJson $value) | quote }}
{{- end }}
{{- end -}}

{{/*
As whom a program comes to PostgreSQL, of (dict "root" "name" "component"): the last part of its role's
name (shared/sql/schema/rights.ts), or `owner`, who alone may change the schema. A test holds this
equal to the table of rights.
*/}}
{{- define "stonks.role" -}}
{{- if or (eq .name "stonks-migrate") (not .root.Values.global.postgres.ownRoles) -}}owner
{{- else if or (eq .component "pump") (eq .name "scheduler") -}}orchestration
{{- else if has .name (list "broker-adapter" "broker-sync" "trading-engine" "risk-engine") -}}trading
{{- else if has .name (list "query-api" "symbol-registry" "stonks-pipeline") -}}api
{{- else if has .name (list "lake-publisher" "reporter" "lake-sync") -}}lake
{{- else if eq .name "superset" -}}views
{{- else -}}functions
{{- end -}}
{{- end -}}

{{/* As whom a program comes to Redis, of the same: a key of global.redis.users. */}}
{{- define "stonks.queueUser" -}}
{{- if eq .component "pump" -}}pump
{{- else if eq .name "superset" -}}superset
{{- else if eq .name "scheduler" -}}scheduler
{{- else if eq .component "function" -}}pacer
{{- else -}}api
{{- end -}}
{{- end -}}

{{/* How a program comes to PostgreSQL and Redis, of (dict "root" "name" "component" "reaches"): its own
     address of each, and its own password. */}}
{{- define "stonks.serverEnv" -}}
{{- $global := .root.Values.global -}}
{{- $roles := include "stonks.secretName" (dict "root" .root "secret" "roles") -}}
{{- $core := include "stonks.secretName" (dict "root" .root "secret" "core") -}}
{{- if has "postgres" .reaches }}
{{- $postgres := $global.postgres }}
{{- $role := include "stonks.role" . }}
{{- $user := eq $role "owner" | ternary $postgres.user (printf "stonks_%s" $role) }}
- name: DATABASE_URL
  value: {{ printf "postgres://%s@%s:%d/%s%s" $user $postgres.host (int $postgres.port) $postgres.database (eq $postgres.sslMode "disable" | ternary "" (printf "?sslmode=%s" $postgres.sslMode)) | quote }}
- name: POSTGRES_PASSWORD
  {{- if eq $role "owner" }}
  valueFrom: { secretKeyRef: { name: {{ $core }}, key: POSTGRES_PASSWORD } }
  {{- else }}
  valueFrom: { secretKeyRef: { name: {{ $roles }}, key: {{ printf "POSTGRES_PASSWORD_%s" (upper $role) }} } }
  {{- end }}
{{- end }}
{{- if has "redis" .reaches }}
{{- $redis := $global.redis }}
{{- $as := include "stonks.queueUser" . }}
{{- $user := get $redis.users $as }}
{{- if and (eq $as "pacer") (empty $user) }}
# What reads strangers' pages comes to Redis as a user of its own or not at all.
- name: REDIS_URL
  value: none
{{- else }}
- name: REDIS_URL
  value: {{ printf "%s://%s%s:%d/%d" (ternary "rediss" "redis" $redis.tls) (empty $user | ternary "" (printf "%s@" $user)) $redis.host (int $redis.port) (int $redis.database) | quote }}
- name: REDIS_PASSWORD
  {{- if $user }}
  valueFrom: { secretKeyRef: { name: {{ $roles }}, key: {{ printf "REDIS_PASSWORD_%s" (upper $as) }} } }
  {{- else }}
  valueFrom: { secretKeyRef: { name: {{ $core }}, key: REDIS_PASSWORD } }
  {{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{/* By which names a program is asked for inside the cluster, of (dict "root" "name"). */}}
{{- define "stonks.hosts" -}}
{{- $namespace := .root.Release.Namespace -}}
{{ .name }},{{ .name }}.{{ $namespace }},{{ .name }}.{{ $namespace }}.svc,{{ .name }}.{{ $namespace }}.svc.cluster.local
{{- end -}}

{{/* Environment of a container, of (dict "root" "name" "component" "secrets" "reaches" "port" "set"
     "server" "roleKeys"): the ConfigMap, how it comes to PostgreSQL and Redis, of each Secret the keys that what it
     reaches asks for; where they are given, PORT, and `set`: a dict from variable to value. A `server`,
     which others ask by that name, knows the names and the signature of those who may. `roleKeys`
     are passwords of other roles, for the one program that gives them. */}}
{{- define "stonks.env" -}}
envFrom:
  - configMapRef: { name: stonks-config }
{{- $root := .root }}
{{- $env := include "stonks.serverEnv" . | fromYamlArray }}
{{- range $secret := .secrets }}
{{- $keys := dict }}
{{- if eq $secret "core" }}
{{- if $.server }}{{ $_ := set $keys "SERVICE_SECRET" "SERVICE_SECRET" }}{{ end }}
{{- if eq ($.server | default "") "query-api" }}{{ $_ := set $keys "METRICS_TOKEN" "METRICS_TOKEN" }}{{ end }}
{{- if has "objects" $.reaches }}{{ $_ := set $keys "S3_ACCESS_KEY" "MINIO_ACCESS_KEY" }}{{ $_ := set $keys "S3_SECRET_KEY" "MINIO_SECRET_KEY" }}{{ end }}
{{- else }}
{{- /* Of the market's keys Alpaca's alone are market-stream's. */}}
{{- $ownBegin := eq ($.server | default "") "market-stream" | ternary "ALPACA_" "" }}
{{- range $key, $_ := omit (get $root.Values.global.secrets $secret) "existingSecret" }}{{ if hasPrefix $ownBegin $key }}{{ $_ := set $keys $key $key }}{{ end }}{{ end }}
{{- end }}
{{- $name := include "stonks.secretName" (dict "root" $root "secret" $secret) }}
{{- range $variable, $key := $keys }}
{{- $env = append $env (dict "name" $variable "valueFrom" (dict "secretKeyRef" (dict "name" $name "key" $key))) }}
{{- end }}
{{- end }}
{{- range .roleKeys }}
{{- $env = append $env (dict "name" . "valueFrom" (dict "secretKeyRef" (dict "name" (include "stonks.secretName" (dict "root" $root "secret" "roles")) "key" .))) }}
{{- end }}
{{- if and .server (not (hasKey (.set | default dict) "ALLOWED_HOSTS")) }}
{{- $env = append $env (dict "name" "ALLOWED_HOSTS" "value" (include "stonks.hosts" (dict "root" $root "name" .server))) }}
{{- end }}
{{- if $root.Values.global.trustedAuthorities }}
{{- $env = append $env (dict "name" "NODE_EXTRA_CA_CERTS" "value" "/authorities/trusted.pem") }}
{{- end }}
{{- with .port }}
{{- $env = append $env (dict "name" "PORT" "value" (toString .)) }}
{{- end }}
{{- range $variable, $value := .set }}
{{- $env = append $env (dict "name" $variable "value" (toString $value)) }}
{{- end }}
{{- with $env }}
env:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{/* What every container and pod of ours mounts, of the root: a place to write, and whom it trusts. */}}
{{- define "stonks.mounts" -}}
- { name: tmp, mountPath: /tmp }
{{- if .Values.global.trustedAuthorities }}
- { name: authorities, mountPath: /authorities, readOnly: true }
{{- end }}
{{- end -}}

{{- define "stonks.volumes" -}}
- { name: tmp, emptyDir: {} }
{{- if .Values.global.trustedAuthorities }}
- { name: authorities, configMap: { name: stonks-authorities } }
{{- end }}
{{- end -}}

{{/* The folder of FinBERT's volume where the function of a stage has it, of (dict "root" "stage"); else nothing. */}}
{{- define "stonks.finbert" -}}
{{- $finbert := .root.Values.global.finbert -}}
{{- if and $finbert.claim (has .stage $finbert.stages) -}}
{{- printf "/models/%s" $finbert.folder | trimSuffix "/" -}}
{{- end -}}
{{- end -}}

{{/* Where whoever loads or asks strategies of one's own has their folder, of (dict "root" "name"); else nothing. */}}
{{- define "stonks.strategies" -}}
{{- $own := .root.Values.global.strategies -}}
{{- if and (or $own.claim $own.configMap) (has .name (list "scheduler" "strategy" "backtester")) -}}
{{- printf "/strategies/%s" $own.folder | trimSuffix "/" -}}
{{- end -}}
{{- end -}}

{{/* Its volume, of the root. */}}
{{- define "stonks.strategiesVolume" -}}
{{- $own := .Values.global.strategies -}}
{{- if $own.claim -}}
- { name: strategies, persistentVolumeClaim: { claimName: {{ $own.claim }}, readOnly: true } }
{{- else -}}
- { name: strategies, configMap: { name: {{ $own.configMap }} } }
{{- end -}}
{{- end -}}

{{/* Makes pods anew when the configuration or a Secret of the chart changes, of the root. */}}
{{- define "stonks.checksums" -}}
checksum/config: {{ printf "%s%s" (include "stonks.config" .) .Values.global.trustedAuthorities | sha256sum }}
checksum/secrets: {{ include "stonks.secretsStamp" . }}
{{- end -}}

{{/*
What changes with the Secrets and tells nothing of them, of the root. Everybody who may read pods
may read it, and try passwords on a plain checksum: this one is keyed with a secret that nobody can
guess (inside and outside, as HMAC is, RFC 2104). Where the chart knows no such key it stamps the
names of the Secrets alone, and a change in them is followed by a restart (docs/install.md).
*/}}
{{- define "stonks.secretsStamp" -}}
{{- $secrets := .Values.global.secrets -}}
{{- $key := ternary "" $secrets.core.SERVICE_SECRET (not (empty $secrets.core.existingSecret)) -}}
{{- if $key -}}
{{- printf "%s outside %s" $key (printf "%s inside %s" $key (toJson $secrets) | sha256sum) | sha256sum -}}
{{- else -}}
{{- $names := dict -}}
{{- range $name, $own := $secrets }}{{ $_ := set $names $name $own.existingSecret }}{{ end -}}
{{- toJson $names | sha256sum -}}
{{- end -}}
{{- end -}}

{{/* The restricted profile, of a container. Knative has no pod-level context, so it stands here. */}}
{{- define "stonks.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
runAsNonRoot: true
capabilities: { drop: [ALL] }
seccompProfile: { type: RuntimeDefault }
{{- end -}}

{{/* Credentials of the object store as S3 clients look for them by themselves, of the root. */}}
{{- define "stonks.awsEnv" -}}
{{- $name := include "stonks.secretName" (dict "root" . "secret" "core") -}}
- name: AWS_ACCESS_KEY_ID
  valueFrom: { secretKeyRef: { name: {{ $name }}, key: MINIO_ACCESS_KEY } }
- name: AWS_SECRET_ACCESS_KEY
  valueFrom: { secretKeyRef: { name: {{ $name }}, key: MINIO_SECRET_KEY } }
{{- end -}}

{{/* The restricted profile, of a pod. */}}
{{- define "stonks.podSecurity" -}}
runAsNonRoot: true
seccompProfile: { type: RuntimeDefault }
{{- end -}}

{{/* Probes of a service or a pump, whose port is named http. */}}
{{- define "stonks.probes" -}}
startupProbe:
  httpGet: { path: /health, port: http }
  periodSeconds: 2
  failureThreshold: 60
livenessProbe:
  httpGet: { path: /health, port: http }
  periodSeconds: 10
  timeoutSeconds: 5
readinessProbe:
  httpGet: { path: /ready, port: http }
  periodSeconds: 5
  timeoutSeconds: 5
{{- end -}}

{{/*
The most replicas of a stage's function, of (dict "root" "row"): what its row says, and no more than its
model server answers at once where one reads for it. Others would only wait for their turn. Each stage by itself:
one of Ollama's place would leave a second stage none, and the gate holds their sum.
*/}}
{{- define "stonks.functionsMax" -}}
{{- $global := .root.Values.global -}}
{{- $most := int .row.functions -}}
{{- if has "ollama" .row.reaches -}}
{{- $parallel := 0 -}}
{{- if $global.ollama.baseUrl }}{{ $parallel = 1 }}{{ else if get $global.config "OPENAI_BASE_URL" }}{{ $parallel = 8 }}{{ end -}}
{{- if eq (toString (get $global.config "MODEL_READER")) "rules" }}{{ $parallel = 0 }}
{{- else if eq (toString (get $global.config "MODEL_READER")) "openai" }}{{ $parallel = 8 }}{{ end -}}
{{- if $parallel }}{{ $most = min $most (int (get $global.config "MODEL_PARALLEL" | default $parallel)) }}{{ end -}}
{{- end -}}
{{- $most -}}
{{- end -}}

{{/*
The spec of a stage's ScaledObject but for its target, of (dict "root" "stage" "row" "max"):
KEDA reads the stage's lists, its leases and its pause set. Work in flight always counts, so a
busy replica is never the last to go; a paused stage finishes what it has and takes no more.
*/}}
{{- define "stonks.scaledObject" -}}
{{- $global := .root.Values.global -}}
{{- $target := .row.inFlight | toString -}}
{{- $pending := list -}}
{{- range .row.lists }}{{ $pending = append $pending (printf "pending_%s" .) }}{{ end -}}
pollingInterval: {{ $global.keda.pollingInterval }}
cooldownPeriod: {{ $global.keda.cooldownPeriod }}
initialCooldownPeriod: {{ $global.keda.initialCooldownPeriod }}
minReplicaCount: 0
maxReplicaCount: {{ .max }}
advanced:
  scalingModifiers:
    formula: {{ printf "paused > 0 ? inflight : %s + inflight" (join " + " $pending) | quote }}
    # Jobs one replica holds at once: what is in flight always pays for its replica.
    target: {{ $target | quote }}
    activationTarget: "0"
    metricType: AverageValue
  # Must be there wherever `advanced` is: autoscaler-keda takes its presence for granted.
  horizontalPodAutoscalerConfig:
    behavior:
      scaleDown:
        stabilizationWindowSeconds: {{ $global.keda.scaleDownSeconds }}
      scaleUp:
        stabilizationWindowSeconds: 0
triggers:
  {{- $root := .root }}
  {{- range .row.lists }}
  {{- include "stonks.trigger" (dict "root" $root "name" (printf "pending_%s" .) "key" (printf "stonks:queue:%s" .) "target" $target) | nindent 2 }}
  {{- end }}
  {{- include "stonks.trigger" (dict "root" .root "name" "inflight" "key" (printf "stonks:leases:%s" .stage) "target" $target) | nindent 2 }}
  {{- include "stonks.trigger" (dict "root" .root "name" "paused" "key" (printf "stonks:paused:%s" .stage) "target" "1") | nindent 2 }}
{{- end -}}

{{/* One key of Redis as KEDA's scaler reads it: the length of a list, a set or a sorted set. */}}
{{- define "stonks.trigger" -}}
{{- $redis := .root.Values.global.redis -}}
- type: redis
  name: {{ .name }}
  metadata:
    address: {{ printf "%s:%d" $redis.host (int $redis.port) | quote }}
    {{- with $redis.users.keda }}
    username: {{ . | quote }}
    {{- end }}
    databaseIndex: {{ $redis.database | toString | quote }}
    enableTLS: {{ $redis.tls | toString | quote }}
    listName: {{ .key | quote }}
    listLength: {{ .target | quote }}
  authenticationRef: { name: stonks-redis }
{{- end -}}
