/** How each amount of a chart is told from the others: by colour, and by dashes too. */

/** The contract lets a question keep as many. */
export const SERIES_MAX = 8

const COLOURS = [
  'var(--accent)',
  'var(--warn)',
  'var(--up)',
  'var(--info)',
  'var(--muted)',
] as const

/** Colours come again behind the fifth, then dashed: red is for loss alone. */
export function lookOfSeries(place: number): { color: string; dash: string | undefined } {
  return {
    color: COLOURS[place % COLOURS.length] ?? 'var(--accent)',
    dash: place < COLOURS.length ? undefined : '5 3',
  }
}
