/**
 * The order of test files: cheap ones first, so that a slip shows within seconds, then the costly
 * ones from the longest on, so that both workers end together.
 */

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { relative } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
/** Seconds by file, of those that take more than one; made by write-costs.ts. */
const costs = JSON.parse(readFileSync(new URL('../costs.json', import.meta.url), 'utf8')) as Record<
  string,
  number
>

const costOf = ({ moduleId }: TestSpecification) => costs[relative(ROOT, moduleId)] ?? 0

export class ByCost extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const cheap = files.filter((file) => costOf(file) === 0)
    const costly = files.filter((file) => costOf(file) > 0)
    return Promise.resolve([
      ...cheap.toSorted((a, b) => a.moduleId.localeCompare(b.moduleId)),
      ...costly.toSorted((a, b) => costOf(b) - costOf(a)),
    ])
  }
}
