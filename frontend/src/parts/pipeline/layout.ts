/** Where each stage and each list stands in the picture, computed from the graph the API tells. */

import type { PipelineState, StageEdge } from '#shared/contracts/api/operators.ts'

export type Node = { stage: string; x: number; y: number; width: number; height: number }
export type Edge = StageEdge & {
  /** SVG path. */
  path: string
  /** What to write beside the edge, and where; empty where there is no room. */
  label: string
  labelX: number
  labelY: number
}
export type Layout = { width: number; height: number; nodes: Node[]; edges: Edge[] }

type Graph = Pick<PipelineState, 'stages' | 'edges'>

/** Of many stages `tight` lies between two, so that their boxes hold their words. */
const WIDE = { top: 44, nodeHeight: 112, gap: 14, tight: 8, arc: 34, line: 13 }
const MANY = 8
const TALL = { gutter: 30, nodeHeight: 74, gap: 26, top: 8 }

/**
 * Left to right: neighbours are joined straight, longer ways run below, services come from above. Of many stages those
 * that no other hands anything, and that hand on nothing, stand in a row of their own below.
 */
export function layoutWide({ stages, edges: all }: Graph, width: number): Layout {
  const { top, nodeHeight, arc } = WIDE
  const rows = rowsOf(
    stages.map(({ stage }) => stage),
    all,
  )
  const names = rows.flat()
  const most = Math.max(...rows.map(({ length }) => length))
  const gap = most > MANY ? WIDE.tight : WIDE.gap
  const nodeWidth = (width - gap * (most - 1) - 2) / most
  const rowHeight = top + nodeHeight + arc + 4
  const nodes = rows.flatMap((row, down) =>
    row.map((stage, place): Node => ({
      stage,
      x: 1 + place * (nodeWidth + gap),
      y: down * rowHeight + top,
      width: nodeWidth,
      height: nodeHeight,
    })),
  )
  const edges = all.map((link): Edge => {
    const to = nodeOf(nodes, link.to)
    if (link.from === null) return fromAbove(link, to, all)
    const from = nodeOf(nodes, link.from)
    if (names.indexOf(link.to) - names.indexOf(link.from) === 1) {
      const twins = all.filter(({ from: f, to: t }) => f === link.from && t === link.to)
      const y = top + nodeHeight / 2 + (twins.indexOf(link) - (twins.length - 1) / 2) * 22
      return {
        ...link,
        path: `M${from.x + nodeWidth} ${y}H${to.x - 3}`,
        label: '',
        labelX: 0,
        labelY: 0,
      }
    }
    const [x1, x2, y] = [from.x + nodeWidth / 2, to.x + nodeWidth / 2, top + nodeHeight]
    const path = `M${x1} ${y}v${arc - 12}q0 12 12 12H${x2 - 12}q12 0 12 -12V${y + 3}`
    return { ...link, path, label: link.list, labelX: (x1 + x2) / 2, labelY: y + arc - 6 }
  })
  // Nothing runs below the last row where it is not the only one.
  const height = rows.length * rowHeight - (rows.length > 1 ? arc : 0)
  return { width, height, nodes, edges }
}

/** From the service that feeds a stage; those above one stage stand one below the other, each once. */
function fromAbove(link: StageEdge, to: Node, all: readonly StageEdge[]): Edge {
  const services = all.filter(({ from, to: t }) => from === null && t === link.to)
  const called = [...new Set(services.map(({ service }) => service))]
  const middle = to.x + to.width / 2
  const above = to.y - WIDE.top
  const x = middle + (services.indexOf(link) - (services.length - 1) / 2) * 12
  const isFirst = services.find(({ service }) => service === link.service) === link
  return {
    ...link,
    path: `M${x} ${above + 9 + called.length * WIDE.line}V${to.y - 3}`,
    label: isFirst ? (link.service ?? 'a service') : '',
    labelX: middle,
    labelY: above + 14 + called.indexOf(link.service) * WIDE.line,
  }
}

/** One row, or of many stages two: those that hand on to each other, and those that stand alone. */
function rowsOf(names: readonly string[], edges: readonly StageEdge[]): string[][] {
  const isJoined = (stage: string) =>
    edges.some(({ from, to }) => from !== null && (from === stage || to === stage))
  const [joined, alone] = [names.filter(isJoined), names.filter((stage) => !isJoined(stage))]
  return names.length > MANY && joined.length > 0 && alone.length > 0
    ? [joined, alone]
    : [[...names]]
}

/** Top to bottom, for a narrow window: longer ways run in the gutter at the left. */
export function layoutTall({ stages, edges: all }: Graph, width: number): Layout {
  const names = stages.map(({ stage }) => stage)
  const { gutter, nodeHeight, gap, top } = TALL
  const nodes = names.map((stage, place): Node => ({
    stage,
    x: gutter,
    y: top + 18 + place * (nodeHeight + gap),
    width: width - gutter - 1,
    height: nodeHeight,
  }))
  const edges = all.map((link): Edge => {
    const to = nodeOf(nodes, link.to)
    if (link.from === null) {
      const x = width - 60
      return {
        ...link,
        path: `M${x} ${to.y - 12}V${to.y - 3}`,
        label: link.service ?? 'a service',
        labelX: x,
        labelY: to.y - 15,
      }
    }
    const from = nodeOf(nodes, link.from)
    if (names.indexOf(link.to) - names.indexOf(link.from) === 1) {
      const twins = all.filter(({ from: f, to: t }) => f === link.from && t === link.to)
      const x = gutter + 40 + twins.indexOf(link) * 22
      return {
        ...link,
        path: `M${x} ${from.y + nodeHeight}V${to.y - 3}`,
        label: '',
        labelX: 0,
        labelY: 0,
      }
    }
    const [y1, y2] = [from.y + nodeHeight / 2, to.y + nodeHeight / 2]
    const path = `M${gutter} ${y1}h-10q-12 0 -12 12V${y2 - 12}q0 12 12 12H${gutter - 3}`
    return { ...link, path, label: '', labelX: 0, labelY: 0 }
  })
  const last = nodes.at(-1)
  return { width, height: (last ? last.y + nodeHeight : 0) + 6, nodes, edges }
}

function nodeOf(nodes: Node[], stage: string): Node {
  const node = nodes.find((each) => each.stage === stage)
  if (!node) throw new RangeError(`Lay out the pipeline: no node for stage "${stage}"`)
  return node
}
