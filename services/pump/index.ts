/** The pump of the product's own pipeline. */

import { productTable } from '#shared/queue/table.ts'
import { runPump } from './run.ts'

runPump(productTable)
