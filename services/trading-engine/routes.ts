/** The engine's answers: how it stands and what it decided, and all by which a person steers it. */

import type { RoutesOf } from '#shared/contracts/api/catalogue.ts'
import type { Answers } from '#shared/contracts/api/route.ts'
import { listDecisionsMade } from '#shared/sql/trading/decisions.ts'
import { answerChecks } from './steering/checks.ts'
import { answerConfig } from './steering/config.ts'
import { answerDifferences } from './steering/differences.ts'
import { readDump } from './steering/dump.ts'
import { answerNotifications } from './steering/notifications.ts'
import { answerByHand, type HandParts } from './steering/orders.ts'
import { answerRealMoney } from './steering/real-money.ts'
import { answerReplace } from './steering/replace.ts'
import { answerReset } from './steering/reset.ts'
import { answerSwitchAccount } from './steering/switch-account.ts'
import { answerResults } from './steering/results.ts'
import { answerStanding } from './steering/standing.ts'
import { readStatus } from './steering/status.ts'

export function answerEngine(parts: HandParts): Answers<RoutesOf<'trading-engine'>> {
  const { sql } = parts
  return {
    'GET /api/trading/status': () => readStatus(parts),
    'GET /api/trading/decisions': ({ query: { sort, limit, ticker, after } }) =>
      listDecisionsMade(sql, { sort, limit, ticker: ticker ?? null, after }),
    'GET /api/trading/debug': ({ by }) => readDump(parts, by),
    ...answerStanding(parts),
    ...answerRealMoney(parts),
    ...answerReset(parts),
    ...answerSwitchAccount(parts),
    ...answerConfig(parts),
    ...answerByHand(parts),
    ...answerReplace(parts),
    ...answerDifferences(parts),
    ...answerResults(parts),
    ...answerChecks(parts),
    ...answerNotifications(parts),
  }
}
