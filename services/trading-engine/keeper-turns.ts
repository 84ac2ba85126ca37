/** When the order keeper looks: by itself, by what the broker's stream tells, and by a wish of a person. */

import { SECOND_MS } from '#shared/domain/spans.ts'
import type { Clock } from '#shared/host/clock.ts'
import type { Logger } from '#shared/host/log.ts'
import { startLoop, type Loop } from '#shared/host/loop.ts'
import { openOutage } from '#shared/host/outage.ts'
import { openHearing } from '#shared/sql/hearing.ts'
import { keeperDefaults, keepOrders, lookAtTold, type KeeperDeps } from './keeper.ts'
import { askReading } from './updates/ask-reading.ts'
import { openTold, type ToldOrders } from './updates/told.ts'

/**
 * Takes a turn every few business seconds, and as soon as somebody wants an order back; looks at what
 * was told meanwhile, until it is stopped.
 */
export function startKeeper(
  deps: KeeperDeps,
  { clock, log, schema }: { clock: Clock; log: Logger; schema: { pass(): Promise<void> } },
  told: ToldOrders = openTold(),
): Loop {
  const everyMs = (keeperDefaults.turnSeconds * SECOND_MS) / clock.speed
  const outage = openOutage(log, {
    begins: 'orders are not looked after',
    ends: 'orders are looked after again',
  })
  let turnAt = -Infinity
  const hearing = openHearing(deps.sql, 'order_wishes', () => {
    turnAt = -Infinity
    loop.wake()
  })
  const turn = async () => {
    await schema.pass()
    // Who hears nothing looks as often as ever.
    await hearing.begin().catch(() => undefined)
    // However much is told, the turns of the keeper come no more often; of what is wanted back they do.
    if (performance.now() >= turnAt) {
      turnAt = performance.now() + everyMs
      const { closed, isHurried } = await keepOrders(deps, clock.now())
      if (closed > 0) log.info({ closed }, `${closed} orders ended`)
      if (isHurried) turnAt = -Infinity
    }
    const isMore = await lookAtTold(deps, told, clock.now())
    const isWanted = await told.askReading(() => askReading(deps.sql, clock.now()))
    return Math.min(isMore || isWanted ? SECOND_MS : everyMs, turnAt - performance.now())
  }
  const loop = startLoop(turn, everyMs, {
    over: outage.over,
    met(fault) {
      outage.met(fault)
      // After an outage the subscription may be gone without a word: it is made again.
      void hearing.end()
    },
  })
  told.onTold(loop.wake)
  return {
    wake: loop.wake,
    async stop() {
      await loop.stop()
      await hearing.end()
    },
  }
}
