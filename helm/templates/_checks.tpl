{{/* Ends the installation, of (dict "value" "wanted" "found" "way"): what is wrong, and how it is not. */}}
{{- define "stonks.refuse" -}}
{{- fail (printf "%s: expected %s, found %s. %s." .value .wanted .found .way) -}}
{{- end -}}

{{/* The broker's address against BROKER_MODE, of (dict "root" "value" "url"): a paper account's
     orders must not reach a live one, nor the reverse. An empty URL says nothing. */}}
{{- define "stonks.checkBroker" -}}
{{- $mode := .root.Values.global.config.BROKER_MODE | default "paper" -}}
{{- $isPaper := contains "//paper-api." .url -}}
{{- $isLive := contains "//api.alpaca.markets" .url -}}
{{- if or (and (eq $mode "live") $isPaper) (and (eq $mode "paper") $isLive) -}}
{{- include "stonks.refuse" (dict "value" .value "found" .url
  "wanted" (printf "the broker's %s address, as global.config.BROKER_MODE is %s" $mode $mode)
  "way" "Correct the address, or BROKER_MODE and global.deployStage with it (values-live.yaml does)") -}}
{{- end -}}
{{- end -}}

{{/* Ends the installation where two roles of PostgreSQL have one password, of (dict "seen" "value"
     "password"): `seen` is a dict that it fills, from password to what has it. */}}
{{- define "stonks.refuseShared" -}}
{{- with get .seen .password -}}
{{- include "stonks.refuse" (dict "value" $.value "wanted" "a password of its own in live" "found" (printf "that of %s" .) "way" "Draw another: openssl rand -hex 24") -}}
{{- end -}}
{{- $_ := set .seen .password .value -}}
{{- end -}}

{{/* Stages whose function KEDA scales, of the root: a JSON array. */}}
{{- define "stonks.kedaStages" -}}
{{- $names := list -}}
{{- range $stage, $row := .Values.global.stages -}}
{{- if eq (include "stonks.autoscaler" (dict "root" $ "row" $row)) "keda" }}{{ $names = append $names $stage }}{{ end -}}
{{- end -}}
{{- toJson $names -}}
{{- end -}}
