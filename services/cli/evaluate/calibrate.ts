/** Isotonic calibration: how often an answer of some likelihood is right, never falling. */

/** Blocks hold at least so many answers, so that one of them is no chance. */
const BLOCK_MIN = 60

/** Points (likelihood, share that was right) in order, between which one reads along a line. */
export function isotonic(
  seen: readonly { chance: number; right: boolean }[],
  blockMin = BLOCK_MIN,
): [number, number][] {
  type Block = { chance: number; right: number; count: number }
  const blocks: Block[] = []
  let open: Block = { chance: 0, right: 0, count: 0 }
  for (const { chance, right } of [...seen].sort((a, b) => a.chance - b.chance)) {
    open.chance += chance
    open.right += right ? 1 : 0
    open.count += 1
    if (open.count >= blockMin) {
      blocks.push(open)
      open = { chance: 0, right: 0, count: 0 }
    }
    while (blocks.length > 1 && shareOf(blocks.at(-2)) >= shareOf(blocks.at(-1))) {
      const [last, before] = [blocks.pop(), blocks.pop()]
      if (last && before)
        blocks.push({
          chance: before.chance + last.chance,
          right: before.right + last.right,
          count: before.count + last.count,
        })
    }
  }
  if (open.count > 0 && blocks.length === 0) blocks.push(open)
  return blocks.map(({ chance, right, count }) => [round(chance / count), round(right / count)])
}

function shareOf(block: { right: number; count: number } | undefined): number {
  return block ? block.right / block.count : 0
}

function round(value: number): number {
  return Math.round(value * 1e3) / 1e3
}
