/** Rules of helm/files/rules/intake.yaml, as query-api judges them; a test holds both equal. */

import type { AlertRule } from '#shared/domain/alerts/judge.ts'

export const alertsOfIntake: readonly AlertRule[] = [
  {
    name: 'StonksSourceOverdue',
    expr: '( max by (namespace, source_type) (stonks_source_overdue_seconds{source_type!="broker"}) > 3600 unless on (namespace) max by (namespace) (stonks_stage_paused{stage="ingestion"}) == 1 or max by (namespace, source_type) (stonks_source_overdue_seconds{source_type="broker"}) > 3600 unless on (namespace) max by (namespace) (stonks_stage_paused{stage="broker-sync"}) == 1 ) and on (namespace) max by (namespace) (stonks_pipeline_enabled) == 1',
    severity: 'warning',
    forSeconds: 900,
    summary: 'A source of {{ $labels.source_type }} has brought nothing for too long',
    runbook: 'docs/monitoring.md#stonkssourceoverdue',
  },
  {
    name: 'StonksSourcesFail',
    expr: 'max by (namespace, source_type) (stonks_sources_failing / (stonks_sources > 1)) > 0.5 and on (namespace) max by (namespace) (stonks_pipeline_enabled) == 1',
    severity: 'warning',
    forSeconds: 900,
    summary: 'Most sources of {{ $labels.source_type }} fail',
    runbook: 'docs/monitoring.md#stonkssourcesfail',
  },
  {
    name: 'StonksSourceFailing',
    expr: 'max by (namespace, source_type) (stonks_source_failing_seconds) > 7200 and on (namespace) max by (namespace) (stonks_pipeline_enabled) == 1',
    severity: 'warning',
    forSeconds: 900,
    summary: 'A source of {{ $labels.source_type }} fails on and on',
    runbook: 'docs/monitoring.md#stonkssourcefailing',
  },
  {
    name: 'StonksMarketStreamAway',
    expr: 'max by (namespace, feed) (stonks_market_stream{feed!="trade_updates", state=~"waiting|connecting|silent"}) == 1 and on (namespace) max by (namespace) (stonks_market_open) == 1',
    severity: 'warning',
    forSeconds: 600,
    summary: 'The stream of prices is away',
    runbook: 'docs/monitoring.md#stonksmarketstreamaway',
  },
  {
    name: 'StonksReadingsUnsure',
    expr: 'max by (namespace, model, version) ( stonks_extractions_below_gate_last_day / (stonks_extractions_last_day >= 20)) > 0.5',
    severity: 'warning',
    forSeconds: 3600,
    summary: '{{ $labels.model }} reads most documents without confidence',
    runbook: 'docs/monitoring.md#stonksreadingsunsure',
  },
  {
    name: 'StonksAgentFails',
    expr: 'max by (namespace, agent) (stonks_agent_failures_in_a_row) >= 3',
    severity: 'warning',
    forSeconds: 60,
    summary: 'The agent {{ $labels.agent }} fails, one call after the other',
    runbook: 'docs/monitoring.md#stonksagentfails',
  },
  {
    name: 'StonksPipelinesDisagree',
    expr: 'max by (namespace) ( stonks_signal_pipelines_agreed / (stonks_signal_pipelines_compared >= 10)) < 0.5',
    severity: 'warning',
    forSeconds: 3600,
    summary: 'The two pipelines of the signal engine rarely say the same',
    runbook: 'docs/monitoring.md#stonkspipelinesdisagree',
  },
]
