import { describe, expect, test } from 'vitest'
import type { PipelineState } from '#shared/contracts/api/operators.ts'
import { layoutTall, layoutWide } from '../../../../frontend/src/parts/pipeline/layout.ts'

const idle = {
  pending: 0,
  inFlight: 0,
  done: 0,
  dead: 0,
  settled: 0,
  perMinute: 0,
  paused: false,
  replicas: null,
  oldestQueuedAt: null,
}
const stages = ['fetch', 'read', 'judge', 'order'].map((stage) => ({ stage, ...idle }))
const edge = (from: string | null, list: string, to: string) => ({
  from,
  service: from === null ? 'clock' : null,
  list,
  to,
  perMinute: 0,
})
const graph: Pick<PipelineState, 'stages' | 'edges'> = {
  stages,
  edges: [
    edge(null, 'due', 'fetch'),
    edge('fetch', 'raw', 'read'),
    edge('fetch', 'raw_again', 'read'),
    edge('fetch', 'short_cut', 'order'),
    edge('read', 'claims', 'judge'),
  ],
}

describe.each([
  ['wide', layoutWide, [820, 984, 1600]],
  ['tall', layoutTall, [280, 334, 700]],
] as const)('%s', (_, layout, widths) => {
  test.each(widths)('at %d px every stage has a place of its own within the picture', (width) => {
    const { nodes, width: total, height } = layout(graph, width)
    expect(nodes.map(({ stage }) => stage)).toEqual(stages.map(({ stage }) => stage))
    for (const [index, node] of nodes.entries()) {
      expect(node.x).toBeGreaterThanOrEqual(0)
      expect(node.x + node.width).toBeLessThanOrEqual(total)
      expect(node.y + node.height).toBeLessThanOrEqual(height)
      const next = nodes[index + 1]
      if (next) expect(next.x >= node.x + node.width || next.y >= node.y + node.height).toBe(true)
    }
  })

  test('every edge of the graph is drawn, each on a line of its own', () => {
    const { edges } = layout(graph, widths[0])
    expect(edges.map(({ list }) => list)).toEqual(graph.edges.map(({ list }) => list))
    expect(new Set(edges.map(({ path }) => path)).size).toBe(edges.length)
    expect(edges[0]?.label).toBe('clock')
  })
})

test('of many stages those that stand alone have a row of their own, below', () => {
  const alone = ['watch', 'tell', 'ask', 'try', 'learn'].map((stage) => ({ stage, ...idle }))
  const many = {
    stages: [...stages.slice(0, 2), ...alone, ...stages.slice(2)],
    edges: [...graph.edges, edge(null, 'told', 'tell')],
  }
  const { nodes, edges, height } = layoutWide(many, 984)
  const rows = Map.groupBy(nodes, ({ y }) => y)
  expect([...rows.values()].map((row) => row.map(({ stage }) => stage))).toEqual([
    ['fetch', 'read', 'judge', 'order'],
    ['watch', 'tell', 'ask', 'try', 'learn'],
  ])
  const tell = nodes.find(({ stage }) => stage === 'tell')!
  const told = edges.find(({ list }) => list === 'told')!
  expect(told.labelY).toBeGreaterThan(nodes[0]!.y + nodes[0]!.height)
  expect(told.labelY).toBeLessThan(tell.y)
  expect(tell.y + tell.height).toBeLessThanOrEqual(height)
})
