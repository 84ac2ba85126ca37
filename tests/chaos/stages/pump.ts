/** The product's pump over the chaos stages. */

import { runPump } from '../../../services/pump/run.ts'
import { chaosTable } from './table.ts'

runPump(chaosTable, {})
