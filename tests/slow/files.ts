/** Tests of about ten seconds and more each: a suite of their own, so that the one a developer runs stays short. */
export const slow = [
  'tests/services/pump/stage.test.ts',
  'tests/images/rollback.test.ts',
  'tests/helm/checks-live.test.ts',
  'tests/services/local/embedded/postgres.test.ts',
  'tests/services/cli/cluster/command.test.ts',
  'tests/functions/ingestion/soak.test.ts',
  'tests/functions/broker-adapter/runaway-whole.test.ts',
  'tests/slow/exit-path.test.ts',
  'tests/services/cli/delivery.test.ts',
  'tests/observability/rules.test.ts',
  'tests/services/trading-engine/odd-rows.test.ts',
  'tests/services/trading-engine/jumps.test.ts',
  'tests/services/trading-engine/model.test.ts',
  'tests/functions/broker-adapter/crash.test.ts',
  'tests/services/scheduler/retention.test.ts',
  'tests/images/bundle.test.ts',
] as const
