/** A rule of the architecture: from files to what breaks it. */

import type { SourceFile } from '../tree.ts'

export type Rule = (files: readonly SourceFile[]) => string[]
