/** A page's place in the rail; pages that are reached from others have none. */

import type { Catalogue } from '#shared/contracts/api/catalogue.ts'

export const GROUPS = ['Watch', 'Understand', 'Trade', 'Analyse', 'Govern'] as const

export type Place = {
  group: (typeof GROUPS)[number]
  name: string
  /** An SVG path in a square of 24. */
  icon: string
  /** Of the four in the bottom bar of a narrow window: its name there. */
  tab?: string
  /** Shown to those who may ask for this route. */
  needs?: keyof Catalogue
}

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    place?: Place
  }
}
