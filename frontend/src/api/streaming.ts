/** Whether the page is told of changes as they happen; while it is, what has a topic need not be asked for again and again. */

import { openCell } from './cell.ts'

export const streaming = openCell(false)
