/** Where each stage and each list stands in the picture, computed from the table of stages. */

import {
  listNames,
  readerOf,
  stageNames,
  stages,
  type ListName,
  type StageName,
} from '#shared/pipeline.ts'

/** The services that fill the lists no stage feeds. */
const feeders: Partial<Record<ListName, string>> = {
  ingestion: 'scheduler',
  broker_orders: 'trading engine',
}

export type Node = { stage: StageName; x: number; y: number; width: number; height: number }
export type Edge = {
  list: ListName
  from: StageName | null
  to: StageName
  /** SVG path. */
  path: string
  /** What to write beside the edge, and where; empty where there is no room. */
  label: string
  labelX: number
  labelY: number
}
export type Layout = { width: number; height: number; nodes: Node[]; edges: Edge[] }

type Link = { list: ListName; from: StageName | null; to: StageName }

const WIDE = { top: 44, nodeHeight: 112, gap: 20, arc: 34 }
const TALL = { gutter: 30, nodeHeight: 74, gap: 26, top: 8 }

/** Every way a job can go: one link for each list and each stage that feeds it. */
export function links(): Link[] {
  return listNames.flatMap((list): Link[] => {
    const to = readerOf(list)
    const from = stageNames.filter((stage) =>
      (stages[stage].feeds as readonly string[]).includes(list),
    )
    return from.length === 0
      ? [{ list, from: null, to }]
      : from.map((stage) => ({ list, from: stage, to }))
  })
}

/** Left to right: neighbours are joined straight, longer ways run below, services come from above. */
export function layoutWide(width: number): Layout {
  const { top, nodeHeight, gap, arc } = WIDE
  const nodeWidth = (width - gap * (stageNames.length - 1) - 2) / stageNames.length
  const nodes = stageNames.map((stage, place): Node => ({
    stage,
    x: 1 + place * (nodeWidth + gap),
    y: top,
    width: nodeWidth,
    height: nodeHeight,
  }))
  const all = links()
  const edges = all.map((link): Edge => {
    const to = nodeOf(nodes, link.to)
    if (link.from === null) {
      const x = to.x + nodeWidth / 2
      return {
        ...link,
        path: `M${x} 22V${top - 3}`,
        label: feeders[link.list] ?? 'a service',
        labelX: x,
        labelY: 14,
      }
    }
    const from = nodeOf(nodes, link.from)
    if (stageNames.indexOf(link.to) - stageNames.indexOf(link.from) === 1) {
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
  return { width, height: top + nodeHeight + arc + 4, nodes, edges }
}

/** Top to bottom, for a narrow window: longer ways run in the gutter at the left. */
export function layoutTall(width: number): Layout {
  const { gutter, nodeHeight, gap, top } = TALL
  const all = links()
  const nodes = stageNames.map((stage, place): Node => ({
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
        label: feeders[link.list] ?? 'a service',
        labelX: x,
        labelY: to.y - 15,
      }
    }
    const from = nodeOf(nodes, link.from)
    if (stageNames.indexOf(link.to) - stageNames.indexOf(link.from) === 1) {
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

function nodeOf(nodes: Node[], stage: StageName): Node {
  const node = nodes.find((each) => each.stage === stage)
  if (!node) throw new RangeError(`Lay out the pipeline: no node for stage "${stage}"`)
  return node
}
