/** What strategies are called on every page. */

import { strategyTitles } from '#shared/contracts/api/backtest-body.ts'

const titles: Readonly<Record<string, string>> = strategyTitles

/** One of one's own is called as its file does. */
export const strategyName = (strategy: string) => titles[strategy] ?? strategy

/** The product's that `isOffered`, then those of one's own. */
export function strategyChoices(
  isOffered: (strategy: string) => boolean,
  own: readonly string[],
): (readonly [string, string])[] {
  const ours = Object.entries(titles).filter(([strategy]) => isOffered(strategy))
  return [...ours, ...own.map((name) => [name, name] as const)]
}
