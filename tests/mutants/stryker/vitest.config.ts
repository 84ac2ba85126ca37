import { defineConfig } from 'vitest/config'

/** The tests of what Stryker changes: pure code, so that no database is started for any of them. */
export default defineConfig({
  test: {
    // Pure code keeps nothing between files: a worker a mutant would be most of the time.
    isolate: false,
    setupFiles: ['tests/mutants/stryker/same-seed.ts'],
    include: [
      'tests/shared/domain/risk/*.test.ts',
      'tests/shared/domain/ledger/*.test.ts',
      'tests/shared/domain/trading/order-*.test.ts',
    ],
  },
})
