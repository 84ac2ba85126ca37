/** How much of a page is read, and why a part of it was not. */

export const pageLimits = {
  depthMax: 400,
  nodesMax: 150_000,
  /** Rows of tables: what follows them on the page is read all the same. */
  rowsMax: 3_000,
  attributesMax: 200,
  linkedDataMax: 20,
  toldMax: 3_000,
}

/** Why a part of a page was not read. */
export type PageFault = 'markup_too_deep' | 'markup_too_large'

/** The bounds of one reading: `isOver` once nothing more is to be read. */
export function boundsOf(tell: (fault: PageFault) => void) {
  let [nodes, rows] = [0, 0]
  let isOver = false
  const stop = (fault: PageFault) => {
    tell(fault)
    isOver = true
  }
  return {
    isOver: () => isOver,
    /** True where the element is one too many. */
    areReached(attributes: number, depth: number): boolean {
      if (++nodes > pageLimits.nodesMax || attributes > pageLimits.attributesMax)
        stop('markup_too_large')
      else if (depth > pageLimits.depthMax) stop('markup_too_deep')
      return isOver
    },
    /** True of a row past those that are read. */
    isPast(name: string): boolean {
      const isPast = name === 'tr' && ++rows > pageLimits.rowsMax
      if (isPast) tell('markup_too_large')
      return isPast
    },
  }
}
