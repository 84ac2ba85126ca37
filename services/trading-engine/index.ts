/** trading-engine, wired to the real world: a round each minute, and its API. */

import { openAlpaca } from '#shared/clients/alpaca/client.ts'
import { rules } from '#shared/domain/rules/versions.ts'
import { tiers, type TierName } from '#shared/domain/trading/tiers.ts'
import { openApi } from '#shared/host/api/router.ts'
import { openSigned } from '#shared/host/api/signed.ts'
import { openClock } from '#shared/host/clock.ts'
import { readEnv, readNumber, readSwitch } from '#shared/host/env.ts'
import { openLog } from '#shared/host/log.ts'
import { runService } from '#shared/host/service.ts'
import { readPipeline } from '#shared/queue/switch.ts'
import { openKeep } from '#shared/sql/access/keep-change.ts'
import { openPostgres } from '#shared/sql/open.ts'
import { openSchemaGate } from '#shared/sql/schema/gate.ts'
import { adoptPositionsMax } from '#shared/sql/risk/limits.ts'
import { adoptTier } from '#shared/sql/trading/engine-config.ts'
import { answerEngine } from './routes.ts'
import { runTradingRound, type TradingEngine } from './round.ts'

const log = openLog('trading-engine')
const sql = openPostgres()
const clock = openClock()
const alpaca = openAlpaca()

const tier = readEnv('TRADING_RISK_TIER')
if (!(tier in tiers)) {
  throw new RangeError(
    `Read TRADING_RISK_TIER: expected ${Object.keys(tiers).join(', ')}, found "${tier}"`,
  )
}

const positionsMax = readNumber('TRADING_MAX_OPEN_POSITIONS', 1)

const engine: TradingEngine = {
  sql,
  rules,
  latestTrades: (tickers) => alpaca.latestTrades(tickers),
  isPipelineOn: async () => (await readPipeline(sql)).enabled,
  settings: {
    enabled: readSwitch('TRADING_ENABLED'),
    positionCap: String(readNumber('TRADING_ABSOLUTE_POSITION_CAP', 1)),
    poolMin: String(readNumber('TRADING_ACTIVE_POOL_MINIMUM')),
    siphonPct: readNumber('TRADING_RESERVE_SIPHON_PCT'),
  },
}

const gate = openSchemaGate(sql, log)
let isAdopted = false
/** Then, and before the first round, what the environment asks for is taken on. */
const adopting = (passed: () => Promise<void>) => async () => {
  await passed()
  if (!isAdopted) {
    await adoptTier(sql, tier as TierName)
    await adoptPositionsMax(sql, positionsMax)
  }
  isAdopted = true
}

runService({
  name: 'trading-engine',
  log,
  clock,
  schema: { pass: adopting(gate.pass), look: adopting(gate.look) },
  fetch: openApi({
    service: 'trading-engine',
    answers: answerEngine({ sql, clock, enabled: engine.settings.enabled }),
    authenticate: openSigned(),
    keep: openKeep(sql, clock),
  }),
  parts: { PostgreSQL: () => sql`select 1` },
  ready: async () => {
    await sql`select from trading_engine_config`
  },
  round: {
    seconds: readNumber('TRADING_POLLING_INTERVAL_SECONDS', 1),
    tick: (now) => runTradingRound(engine, now),
  },
  close: () => sql.end({ timeout: 2 }),
})
