/** A curve told by points: between two of them one reads along a line, outside them at the nearest. */

export type Points = readonly (readonly number[])[]

/** The value at `x` of points [x, y] in order of x. */
export function alongPoints(points: Points, x: number): number {
  let [lowX = 0, lowY = 0] = points[0] ?? []
  for (const [atX = 0, atY = 0] of points) {
    if (x <= atX) return atX === lowX ? atY : lowY + ((atY - lowY) * (x - lowX)) / (atX - lowX)
    ;[lowX, lowY] = [atX, atY]
  }
  return lowY
}
