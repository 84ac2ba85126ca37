import { defineConfig } from 'vitest/config'
import whole from '../../vitest.config.ts'
import { slow } from './files.ts'

/** The tests that `npm test` leaves to this suite, with what it gives them. */
export default defineConfig({
  test: {
    ...whole.test,
    include: [...slow],
    exclude: ['node_modules/**'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
