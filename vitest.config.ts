import { defineConfig } from 'vitest/config'
import { TEST_SECRET } from './tests/helpers/secret.ts'
import { slow } from './tests/slow/files.ts'
import { ByCost } from './tests/helpers/by-cost.ts'

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/e2e/**', 'tests/chaos/**', 'tests/cluster/**', ...slow, '**/node_modules/**'],
    globalSetup: ['tests/helpers/global-setup.ts'],
    // Every program a test starts knows the others by it.
    env: { SERVICE_SECRET: TEST_SECRET },
    sequence: { sequencer: ByCost },
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
})
