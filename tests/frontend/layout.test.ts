import { describe, expect, test } from 'vitest'
import { stageNames, stages } from '#shared/pipeline.ts'
import { layoutTall, layoutWide, links } from '../../frontend/src/pipeline/layout.ts'

test('every list a stage feeds is a link, and every list has at least one', () => {
  const fed = stageNames.flatMap((from) => stages[from].feeds.map((list) => `${from} ${list}`))
  const found = links()
    .filter(({ from }) => from !== null)
    .map(({ from, list }) => `${from} ${list}`)
  expect(found.sort()).toEqual(fed.sort())
  expect(
    links()
      .filter(({ from }) => from === null)
      .map(({ list }) => list),
  ).toEqual(['ingestion', 'broker_orders'])
})

describe.each([
  ['wide', layoutWide, [820, 984, 1600]],
  ['tall', layoutTall, [280, 334, 700]],
] as const)('%s', (_, layout, widths) => {
  test.each(widths)('at %d px every stage has a place of its own within the picture', (width) => {
    const { nodes, width: total, height } = layout(width)
    expect(nodes.map(({ stage }) => stage)).toEqual(stageNames)
    for (const [index, node] of nodes.entries()) {
      expect(node.x).toBeGreaterThanOrEqual(0)
      expect(node.x + node.width).toBeLessThanOrEqual(total)
      expect(node.y + node.height).toBeLessThanOrEqual(height)
      const next = nodes[index + 1]
      if (next) expect(next.x >= node.x + node.width || next.y >= node.y + node.height).toBe(true)
    }
  })
})
