/** The pipeline in Prometheus' text format, version 0.0.4. */

import type { PipelineView } from './stages.ts'

type Sample = { labels: Record<string, string>; value: number }

/** Gauges by stage, and documents by status. */
export function renderMetrics(
  pipeline: PipelineView,
  documents: { status: string; count: number }[],
): string {
  const byStage = (pick: (stage: PipelineView['stages'][number]) => number): Sample[] =>
    pipeline.stages.map((stage) => ({ labels: { stage: stage.stage }, value: pick(stage) }))
  return [
    metric(
      'stonks_queue_depth',
      'Jobs that wait',
      byStage((stage) => stage.pending),
    ),
    metric(
      'stonks_jobs_in_flight',
      'Jobs a function works on',
      byStage((stage) => stage.inFlight),
    ),
    metric(
      'stonks_jobs_dead',
      'Dead letters',
      byStage((stage) => stage.dead),
    ),
    metric(
      'stonks_jobs_done',
      'Jobs done',
      byStage((stage) => stage.done),
    ),
    metric(
      'stonks_stage_paused',
      '1 where an operator paused the stage',
      byStage((stage) => Number(stage.paused)),
    ),
    metric(
      'stonks_documents',
      'Documents by status',
      documents.map(({ status, count }) => ({
        labels: { status },
        value: count,
      })),
    ),
    metric('stonks_redis_up', '1 while Redis answers', [
      { labels: {}, value: Number(pipeline.redisAnswers) },
    ]),
  ].join('')
}

function metric(name: string, help: string, samples: Sample[]): string {
  const lines = samples.map(({ labels, value }) => {
    const pairs = Object.entries(labels).map(([key, text]) => `${key}="${escape(text)}"`)
    return `${name}${pairs.length > 0 ? `{${pairs.join(',')}}` : ''} ${value}\n`
  })
  return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${lines.join('')}`
}

function escape(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}
