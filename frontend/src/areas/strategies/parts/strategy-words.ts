/** What strategies are called, and the one sentence about chance. */

import { isAskedInShadow } from '#shared/contracts/api/backtest-body.ts'
import type { StrategyBoard } from '#shared/contracts/api/strategy-weights.ts'
import { strategyChoices } from '../../../text/strategy-names.ts'
import { count, percent, signedPercent } from '../../../text/format.ts'

/** The product's that are asked in shadow, then those of one's own. */
export const shadowChoices = (own: readonly string[]) => strategyChoices(isAskedInShadow, own)

/** Names of those of one's own, there still or not, each once. */
export function ownNames(board: Pick<StrategyBoard, 'own'> | undefined): string[] {
  return [...new Set((board?.own ?? []).flatMap(({ name }) => name ?? []))].sort()
}

/** A weight, where there is one. */
export const weightSaid = (weight: number | undefined) =>
  weight === undefined ? '–' : percent(weight, 1)

type Beside = StrategyBoard['beside']

/** Whether learned weights are better than chance, in plain words. */
export function besideTitle({ verdict, days }: Beside): string {
  return {
    never_moved:
      'Whether learning helps is not known: no trade that learned weights decided has closed',
    too_few_days: `Whether learning helps is not known: trades closed on ${count(days)} days, too few to say`,
    not_better:
      'Learning is not shown to be better than chance: equal weights would have done as well',
    better: 'Learned weights made more than equal ones, more than chance does',
    worse: 'Learned weights made less than equal ones: learning hurts',
  }[verdict]
}

/** The numbers that the sentence stands on; empty where there are none. */
export function besideNumbers({ days, learned, equal, difference, interval }: Beside): string {
  if (learned === null || equal === null || difference === null) return ''
  const within = interval
    ? `${signedPercent(interval.low, 3)} to ${signedPercent(interval.high, 3)} in 95 of 100 draws of runs of days`
    : 'too few days for an interval'
  return `On ${count(days)} days with closed trades a dollar put into trades by learned weights made ${signedPercent(learned, 3)}, by equal ones ${signedPercent(equal, 3)}: a difference of ${signedPercent(difference, 3)} (${within}).`
}
