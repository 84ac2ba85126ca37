import { expect, test } from 'vitest'
import { runBrokerChaos } from './broker/run.ts'

test('orders through a broker that misbehaves, adapters killed: each once, none lost', async () => {
  const { modes, controls, ...total } = await runBrokerChaos({
    intents: 80,
    kills: 10,
    seed: 7,
    modes: ['dup', 'delayed', 'lost_response', 'trade_bust'],
  })
  const { duplicates, missing, unexplained, stuck, refused } = total
  expect({ duplicates, missing, unexplained, stuck, refused }, JSON.stringify(modes)).toEqual({
    duplicates: 0,
    missing: 0,
    unexplained: 0,
    stuck: 0,
    refused: 0,
  })
  // Without it the count above would prove nothing.
  expect(controls.blind_duplicates).toBeGreaterThan(0)
}, 600_000)
