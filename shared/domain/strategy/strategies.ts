/** The strategies that come with the product, by name. */

import { buyAndHold } from './buy-and-hold.ts'
import { ensemble } from './ensemble.ts'
import { meanReversion } from './mean-reversion.ts'
import { momentum } from './momentum.ts'
import { newsDriven } from './news-driven.ts'
import { randomEntries } from './random-entries.ts'
import type { Strategy } from './strategy.ts'

export const strategies: readonly Strategy[] = [
  momentum,
  meanReversion,
  newsDriven,
  ensemble,
  buyAndHold,
  randomEntries,
]
