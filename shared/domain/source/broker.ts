/** `broker`: account, orders, positions and fills of Alpaca. */

import { BrokerConfig } from '../../contracts/sources/broker.ts'
import { usualBackOff, type SourceDescriptor } from './descriptor.ts'
import { alpaca } from './hosts.ts'

export const broker = {
  type: 'broker',
  gives: 'account, orders, positions, fills',
  brings: 'account',
  cadenceSeconds: 30,
  backOff: usualBackOff,
  pace: 'BROKER_REQUESTS_PER_MINUTE',
  config: BrokerConfig,
  hosts: [alpaca],
  credibility: 1,
  seeds: { account: { sourceName: 'Alpaca', config: { polling_interval_seconds: 30 } } },
  isSessionBound: true,
} as const satisfies SourceDescriptor<'broker'>
