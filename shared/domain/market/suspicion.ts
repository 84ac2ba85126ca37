/** When a night looks as if a split lay in it. Source: docs/FORMULAS.md, Prices and corporate actions. */

/** A fall to six tenths is a 2:1 split on a good day, a rise by half a reverse one on a bad day. */
export const splitLike = { fallTo: '0.6', riseTo: '1.5' } as const

/** How far back nights are looked at: as far as the longest read of bars goes. */
export const SUSPICION_DAYS = 160

/** So long a vendor may take to tell a split; one it does not list then was none. */
export const TOLD_WITHIN_DAYS = 3
