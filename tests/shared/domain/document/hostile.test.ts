import { describe, expect, test } from 'vitest'
import { processorMs, textPaths } from '../../../helpers/text-paths.ts'

const SMALL = 24_000
const TIMES = 4
/** Below it a measurement is of what happens beside. */
const FLOOR_MS = 8
/** Work in the square of the length is sixteen times as much. */
const WORK_MAX = 10

describe.each(Object.entries(textPaths))('%s', (_, path) => {
  test.each(Object.entries(path.texts))('of %s takes work in its length alone', (_name, textOf) => {
    const [small, large] = [textOf(SMALL), textOf(SMALL * TIMES)]
    processorMs(path, small)
    const one = Math.max(processorMs(path, small), processorMs(path, small), FLOOR_MS)
    const four = Math.min(processorMs(path, large), processorMs(path, large))
    expect(four / one).toBeLessThan(WORK_MAX)
  })
})
