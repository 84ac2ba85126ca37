/** `broker`: account, orders, positions and fills of Alpaca. */

import { BrokerConfig } from '../../contracts/sources/broker.ts'
import type { SourceDescriptor } from './descriptor.ts'
import { alpaca } from './hosts.ts'

export const broker = {
  type: 'broker',
  gives: 'account, orders, positions, fills',
  brings: 'account',
  cadenceSeconds: 30,
  // The account is money: after an outage of any length it is read again within two minutes.
  backOff: { seconds: 30, secondsMax: 60 },
  pace: 'BROKER_REQUESTS_PER_MINUTE',
  config: BrokerConfig,
  hosts: [alpaca],
  credibility: 1,
  seeds: { account: { sourceName: 'Alpaca', config: { polling_interval_seconds: 30 } } },
  isSessionBound: true,
} as const satisfies SourceDescriptor<'broker'>
