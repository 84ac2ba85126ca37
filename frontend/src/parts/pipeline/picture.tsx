/** The pipeline as a picture: made of the graph the API tells, alive with what the queues say. */

import { Link } from '@tanstack/react-router'
import { count } from '../../text/format.ts'
import type { PipelineState } from '#shared/contracts/api/operators.ts'
import type { StageState } from '#shared/contracts/api/stage-state.ts'
import { layoutTall, layoutWide, type Edge, type Node } from './layout.ts'
import { TallFace, WideFace } from './node-face.tsx'
import { useWidth } from './use-width.ts'

/** Below this many pixels seven nodes side by side cannot be read. */
const WIDE_FROM = 820

export function PipelinePicture({
  pipeline,
  isEnabled,
}: {
  pipeline: PipelineState
  isEnabled: boolean
}) {
  const [box, width] = useWidth<HTMLDivElement>()
  const isWide = width >= WIDE_FROM
  const layout = isWide ? layoutWide(pipeline, width) : layoutTall(pipeline, Math.max(width, 280))
  const views = new Map(pipeline.stages.map((view) => [view.stage, view]))
  return (
    <div className="px-4 pb-3">
      <div ref={box}>
        {width > 0 && (
          <svg
            width={layout.width}
            height={layout.height}
            className="block overflow-visible"
            role="group"
            aria-label="Pipeline, stage by stage"
          >
            {layout.edges.map((edge) => (
              <EdgeMark key={`${edge.from}-${edge.list}`} edge={edge} />
            ))}
            {layout.nodes.map((node) => {
              const view = views.get(node.stage)
              return (
                view && (
                  <NodeMark
                    key={node.stage}
                    node={node}
                    view={view}
                    isWide={isWide}
                    isEnabled={isEnabled}
                  />
                )
              )
            })}
          </svg>
        )}
      </div>
    </div>
  )
}

function EdgeMark({ edge }: { edge: Edge }) {
  const rate = edge.perMinute
  const thickness = 1.5 + Math.min(5, Math.log2(1 + rate) * 0.75)
  const isMoving = rate > 0
  return (
    <g>
      <title>{`${edge.list}: ${count(rate)} a minute`}</title>
      <path
        d={edge.path}
        fill="none"
        strokeWidth={thickness}
        strokeLinecap="butt"
        className={isMoving ? 'edge-moving stroke-accent' : 'stroke-line'}
      />
      {edge.label && (
        <text
          x={edge.labelX}
          y={edge.labelY}
          textAnchor="middle"
          className="fill-muted text-[12px]"
        >
          {edge.label}
        </text>
      )}
    </g>
  )
}

type NodeProps = { node: Node; view: StageState; isWide: boolean; isEnabled: boolean }

function NodeMark({ node, view, isWide, isEnabled }: NodeProps) {
  const isStopped = view.paused || !isEnabled
  const outline = view.dead > 0 ? 'stroke-down' : isStopped ? 'stroke-warn' : 'stroke-line'
  return (
    <Link
      to="/pipeline/$stage"
      params={{ stage: view.stage }}
      aria-label={summaryOf(view, isStopped)}
      className="group"
    >
      <g transform={`translate(${node.x} ${node.y})`} aria-hidden>
        <title>{summaryOf(view, isStopped)}</title>
        <rect
          width={node.width}
          height={node.height}
          rx="8"
          className={`fill-surface ${outline} group-hover:stroke-accent group-focus-visible:stroke-accent`}
          strokeDasharray={isStopped ? '4 3' : undefined}
        />
        {isWide ? (
          <WideFace view={view} width={node.width} isStopped={isStopped} />
        ) : (
          <TallFace view={view} width={node.width} isStopped={isStopped} />
        )}
      </g>
    </Link>
  )
}

/** What the box says, in its order: by these words it is pressed too. */
function summaryOf(view: StageState, isStopped: boolean): string {
  const parts = [
    `${count(view.pending)} waiting`,
    `${count(view.inFlight)} in flight`,
    isStopped ? 'paused' : `${count(view.perMinute)}/min`,
    view.dead > 0 ? `${count(view.dead)} dead` : '',
    replicasOf(view.replicas),
  ]
  return `${view.stage}: ${parts.filter(Boolean).join(', ')}`
}

function replicasOf(replicas: number | null): string {
  if (replicas === null) return ''
  if (replicas === 0) return 'at zero'
  return `${replicas} ${replicas === 1 ? 'replica' : 'replicas'}`
}
