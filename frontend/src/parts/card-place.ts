/** Where a card stands beside what it is of: below it, or above where there is no room below. */

export const CARD_WIDTH = 288
/** A card is never higher. */
const HEIGHT_MAX = 240
const GAP = 6
const MARGIN = 8

type Box = { left: number; top: number; bottom: number }
type Room = { width: number; height: number }

/** Pixels from the edges of the window; by its lower edge above, so that it grows away from what it is of. */
export type CardPlace = { left: number; width: number } & ({ top: number } | { bottom: number })

export function cardPlace(of: Box, room: Room): CardPlace {
  const width = Math.min(CARD_WIDTH, room.width - 2 * MARGIN)
  const left = Math.max(MARGIN, Math.min(of.left, room.width - width - MARGIN))
  const isTight = of.bottom + GAP + HEIGHT_MAX > room.height
  if (isTight && of.top - GAP - HEIGHT_MAX >= 0)
    return { left, width, bottom: room.height - of.top + GAP }
  return { left, width, top: of.bottom + GAP }
}
