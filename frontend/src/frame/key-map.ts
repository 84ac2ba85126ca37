/** The keys that steer the page, as one table: what is pressed after `g`, and where it leads. */

export const PLACES = {
  o: ['/', 'Overview'],
  p: ['/pipeline', 'Pipeline'],
  s: ['/sources', 'Sources'],
  m: ['/portfolio', 'Portfolio'],
  c: ['/companies', 'Companies'],
  d: ['/documents', 'Documents'],
  e: ['/events', 'Events'],
  r: ['/recommendations', 'Recommendations'],
  x: ['/decisions', 'Decisions'],
  b: ['/orders', 'Orders'],
  t: ['/trading', 'Trading control'],
  k: ['/backtests', 'Backtests'],
  q: ['/sql', 'SQL'],
} as const

export type Steering = { to: string } | { row: 1 | -1 } | 'help' | 'began' | undefined

/** What a key means; `isAfterG` is true for a moment after `g`. */
export function meaningOf(key: string, isAfterG: boolean): Steering {
  if (isAfterG)
    return Object.hasOwn(PLACES, key) ? { to: PLACES[key as keyof typeof PLACES][0] } : undefined
  if (key === 'g') return 'began'
  if (key === '?') return 'help'
  if (key === 'j') return { row: 1 }
  return key === 'k' ? { row: -1 } : undefined
}

type Target = { tagName: string; isContentEditable: boolean }

/** Whether a key is for what somebody writes in. */
export function isWriting(target: Target | undefined): boolean {
  return (
    target !== undefined &&
    (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  )
}
