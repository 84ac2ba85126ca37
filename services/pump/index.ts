/** The pump of the product's own pipeline. */

import { openClock } from '#shared/host/clock.ts'
import { productTable } from '#shared/queue/table.ts'
import { openDeaths } from './deaths.ts'
import { runPump } from './run.ts'

runPump(productTable, openDeaths(openClock()))
