/** The pipeline as a picture: made of the table of stages, alive with what the queues say. */

import { Link } from '@tanstack/react-router'
import type { Wire } from '../api.ts'
import { count } from '../format.ts'
import type { EdgeView, PipelineView, StageView } from '../../../services/query-api/stages.ts'
import { layoutTall, layoutWide, type Edge, type Node } from './layout.ts'
import { useWidth } from './use-width.ts'

type Told = Wire<PipelineView>

/** Below this many pixels seven nodes side by side cannot be read. */
const WIDE_FROM = 820
const REPLICA_DOTS = 8

export function PipelinePicture({ pipeline, isEnabled }: { pipeline: Told; isEnabled: boolean }) {
  const [box, width] = useWidth<HTMLDivElement>()
  const isWide = width >= WIDE_FROM
  const layout = isWide ? layoutWide(width) : layoutTall(Math.max(width, 280))
  const views = new Map(pipeline.stages.map((view) => [view.stage, view]))
  return (
    <div className="px-4 pb-3">
      <div ref={box}>
        {width > 0 && (
          <svg width={layout.width} height={layout.height} className="block overflow-visible" role="group" aria-label="Pipeline, stage by stage">
            {layout.edges.map((edge) => <EdgeMark key={`${edge.from}-${edge.list}`} edge={edge} rate={rateOf(pipeline.edges, edge)} />)}
            {layout.nodes.map((node) => {
              const view = views.get(node.stage)
              return view && <NodeMark key={node.stage} node={node} view={view} isWide={isWide} isEnabled={isEnabled} />
            })}
          </svg>
        )}
      </div>
    </div>
  )
}

function rateOf(edges: Wire<EdgeView>[], { from, list }: Edge): number {
  return edges.find((edge) => edge.from === from && edge.list === list)?.perMinute ?? 0
}

function EdgeMark({ edge, rate }: { edge: Edge; rate: number }) {
  const thickness = 1.5 + Math.min(5, Math.log2(1 + rate) * 0.75)
  const isMoving = rate > 0
  return (
    <g>
      <title>{`${edge.list}: ${count(rate)} a minute`}</title>
      <path d={edge.path} fill="none" strokeWidth={thickness} strokeLinecap="butt"
        className={isMoving ? 'edge-moving stroke-accent' : 'stroke-line'} />
      {edge.label && (
        <text x={edge.labelX} y={edge.labelY} textAnchor="middle" className="fill-muted text-[12px]">{edge.label}</text>
      )}
    </g>
  )
}

type NodeProps = { node: Node; view: Wire<StageView>; isWide: boolean; isEnabled: boolean }

function NodeMark({ node, view, isWide, isEnabled }: NodeProps) {
  const isStopped = view.paused || !isEnabled
  const outline = view.dead > 0 ? 'stroke-down' : isStopped ? 'stroke-warn' : 'stroke-line'
  return (
    <Link to="/pipeline" hash={view.stage} aria-label={summaryOf(view, isStopped)} className="group">
      <g transform={`translate(${node.x} ${node.y})`}>
        <title>{summaryOf(view, isStopped)}</title>
        <rect width={node.width} height={node.height} rx="8" className={`fill-surface ${outline} group-hover:stroke-accent group-focus-visible:stroke-accent`} strokeDasharray={isStopped ? '4 3' : undefined} />
        {isWide ? <WideFace view={view} width={node.width} isStopped={isStopped} /> : <TallFace view={view} width={node.width} isStopped={isStopped} />}
      </g>
    </Link>
  )
}

type FaceProps = { view: Wire<StageView>; width: number; isStopped: boolean }

function WideFace({ view, width, isStopped }: FaceProps) {
  return (
    <>
      <text x="9" y="20" className="fill-text text-[12px] font-semibold">{view.stage}</text>
      <text x="10" y="47" className={`text-[20px] font-semibold tabular-nums ${view.pending > 0 ? 'fill-text' : 'fill-muted'}`}>{count(view.pending)}</text>
      <text x="10" y="62" className="fill-muted text-[12px]">waiting</text>
      <text x={width - 10} y="47" textAnchor="end" className={`text-[20px] font-semibold tabular-nums ${view.inFlight > 0 ? 'fill-accent' : 'fill-muted'}`}>{count(view.inFlight)}</text>
      <text x={width - 10} y="62" textAnchor="end" className="fill-muted text-[12px]">in flight</text>
      <text x="10" y="82" className={`text-[12px] tabular-nums ${isStopped ? 'fill-warn' : 'fill-muted'}`}>{isStopped ? 'paused' : `${count(view.perMinute)}/min`}</text>
      <Dead x={width - 10} y={82} dead={view.dead} />
      <Replicas x={14} y={99} replicas={view.replicas} />
    </>
  )
}

function TallFace({ view, width, isStopped }: FaceProps) {
  return (
    <>
      <text x="12" y="22" className="fill-text text-[14px] font-semibold">{view.stage}</text>
      <Replicas x={16} y={58} replicas={view.replicas} />
      <text x="12" y="43" className="fill-muted text-[13px] tabular-nums">
        <tspan className={view.pending > 0 ? 'fill-text font-semibold' : ''}>{count(view.pending)}</tspan> waiting ·{' '}
        <tspan className={view.inFlight > 0 ? 'fill-accent font-semibold' : ''}>{count(view.inFlight)}</tspan> in flight
      </text>
      <text x={width - 12} y="22" textAnchor="end" className={`text-[13px] tabular-nums ${isStopped ? 'fill-warn' : 'fill-muted'}`}>{isStopped ? 'paused' : `${count(view.perMinute)}/min`}</text>
      <Dead x={width - 12} y={43} dead={view.dead} />
    </>
  )
}

function Dead({ x, y, dead }: { x: number; y: number; dead: number }) {
  if (dead === 0) return null
  return <text x={x} y={y} textAnchor="end" className="fill-down text-[12px] font-semibold tabular-nums">{count(dead)} dead</text>
}

/** One filled dot a replica; one hollow dot at zero: scaled to zero is a state worth seeing. */
function Replicas({ x, y, replicas }: { x: number; y: number; replicas: number | null }) {
  if (replicas === null) return null
  const dots = Math.min(replicas, REPLICA_DOTS)
  return (
    <g>
      {replicas === 0 && <circle cx={x} cy={y} r="3.5" className="fill-none stroke-muted" strokeWidth="1.5" />}
      {Array.from({ length: dots }, (_, place) => <circle key={place} cx={x + place * 11} cy={y} r="4" className="fill-up" />)}
      <text x={x + Math.max(dots, 1) * 11} y={y + 4} className="fill-muted text-[12px] tabular-nums">
        {replicas === 0 ? 'at zero' : replicas > REPLICA_DOTS ? `${replicas} replicas` : ''}
      </text>
    </g>
  )
}

function summaryOf(view: Wire<StageView>, isStopped: boolean): string {
  const parts = [
    `${view.pending} waiting`,
    `${view.inFlight} in flight`,
    isStopped ? 'paused' : `${view.perMinute} a minute`,
    view.dead > 0 ? `${view.dead} dead` : '',
    view.replicas === null ? '' : `${view.replicas} ${view.replicas === 1 ? 'replica' : 'replicas'}`,
  ]
  return `${view.stage}: ${parts.filter(Boolean).join(', ')}`
}
