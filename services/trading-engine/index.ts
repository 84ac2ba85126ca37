/** trading-engine, wired to the real world: a round each minute, and its API. */

import { alpacaSettings, openAlpaca } from '#shared/clients/alpaca/client.ts'
import { updatesUrl } from '#shared/clients/alpaca/updates-socket.ts'
import { rules } from '#shared/domain/rules/versions.ts'
import { openApi } from '#shared/host/api/router.ts'
import { openSigned } from '#shared/host/api/signed.ts'
import { openClock } from '#shared/host/clock.ts'
import { readNumber } from '#shared/host/env.ts'
import { openLog } from '#shared/host/log.ts'
import { runService } from '#shared/host/service.ts'
import { isSwitchedOff, readSettingsAsked } from '#shared/host/trading-settings.ts'
import { keepApprovals } from '#shared/queue/send-approved.ts'
import { openKeep } from '#shared/sql/access/keep-change.ts'
import { openBeats } from '#shared/sql/beats.ts'
import { openPostgres } from '#shared/sql/open.ts'
import { openSchemaGate } from '#shared/sql/schema/gate.ts'
import { adoptPositionsMax } from '#shared/sql/risk/limits.ts'
import { adoptTier } from '#shared/sql/trading/engine-config.ts'
import { adoptSettings } from '#shared/sql/trading/settings.ts'
import { openModeAdoption } from './adopt-mode.ts'
import { keepClosedTrades } from './closed-trades.ts'
import { answerEngine } from './routes.ts'
import { keepAssets } from './assets.ts'
import { keepOrders, type KeeperDeps } from './keeper.ts'
import { startKeeper } from './keeper-turns.ts'
import { startNotifier } from './notifying/notifier.ts'
import { openWays } from './notifying/ways.ts'
import { startListener } from './updates/listener.ts'
import { openTold } from './updates/told.ts'
import { openWhatIfs } from './what-ifs.ts'
import { runTradingRound, type TradingEngine } from './round.ts'
import { keepBeat, secondsOf, startWatches } from './watch-loops.ts'

const log = openLog('trading-engine')
const sql = openPostgres()
const clock = openClock()
const broker = alpacaSettings()
const alpaca = openAlpaca(broker)

const asked = readSettingsAsked()

const engine: TradingEngine = {
  sql,
  rules,
  latestTrades: (tickers) => alpaca.latestTrades(tickers),
  latestQuotes: (tickers) => alpaca.latestQuotes(tickers),
  holdings: (odd) => alpaca.positions(odd),
}

const priceSeldom = openWhatIfs(sql)

const keeper: KeeperDeps = {
  sql,
  broker: alpaca,
  graceSeconds: readNumber('ORDER_GRACE_SECONDS', 1),
}

const adoptMode = openModeAdoption({ sql, alpaca, log })
const gate = openSchemaGate(sql, log)
let isAdopted = false
/** Then, and before the first round, what the environment asks for is taken on. */
const adopting = (passed: () => Promise<void>) => async () => {
  await passed()
  if (!isAdopted) {
    await adoptTier(sql, asked.riskTier)
    await adoptPositionsMax(sql, asked.positionsMax)
    await adoptSettings(sql, asked, { off: isSwitchedOff(), now: clock.now() })
  }
  isAdopted = true
}

const watching =
  clock.mode === 'stepped' ? undefined : startWatches(engine, { clock, log, schema: gate })
const told = openTold()
const keeping =
  clock.mode === 'stepped' ? undefined : startKeeper(keeper, { clock, log, schema: gate }, told)
const address = { url: updatesUrl(broker.baseUrl), key: broker.key, secret: broker.secret }
const listening =
  clock.mode === 'stepped'
    ? undefined
    : startListener({ sql, clock, log, schema: gate, address, told })
// Whoever moves the clock by hand is told nothing.
const notifying =
  clock.mode === 'stepped'
    ? undefined
    : startNotifier({ sql, ways: openWays() }, { clock, log, schema: gate })

runService({
  name: 'trading-engine',
  beat: openBeats(sql, 'trading-engine'),
  log,
  clock,
  schema: { pass: adopting(gate.pass), look: adopting(gate.look) },
  fetch: openApi({
    service: 'trading-engine',
    answers: answerEngine({ sql, clock, rules, latestTrades: engine.latestTrades }),
    authenticate: openSigned(),
    keep: openKeep(sql, clock),
  }),
  parts: { PostgreSQL: () => sql`select 1` },
  ready: async () => {
    await sql`select from trading_engine_config`
  },
  round: {
    seconds: () => secondsOf(sql, 'round'),
    async tick(now) {
      await adoptMode(now)
      // Who moves the clock by hand has the keeper look with each round; else it has its own loop.
      if (clock.mode === 'stepped') await keepOrders(keeper, now)
      const beat = { loop: 'round', everySeconds: await secondsOf(sql, 'round') }
      await keepBeat(sql, beat, now, () => runTradingRound(engine, now))
      await priceSeldom(now).catch((fault: unknown) =>
        log.error({ err: fault }, 'what was not bought is not priced'),
      )
      await keepClosedTrades(sql, now).catch((fault: unknown) =>
        log.error({ err: fault }, 'trades that ended are not worked out'),
      )
      await sql.begin((tx) => keepApprovals(tx, now))
      // Asked again by the next round; what is known of an asset meanwhile says how old it is.
      await keepAssets({ sql, alpaca }, now).catch((fault: unknown) =>
        log.warn({ err: fault }, 'the broker does not tell its list of assets'),
      )
    },
  },
  async close() {
    await Promise.all([listening?.stop(), keeping?.stop(), watching?.stop(), notifying?.stop()])
    await sql.end({ timeout: 2 })
  },
})
