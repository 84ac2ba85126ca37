/** Hosts of the operator's own that sources may be fetched from. */

import { readHosts } from '../domain/source/outside.ts'
import { readEnv } from './env.ts'

export function readFetchHosts(): string[] {
  return readHosts(readEnv('FETCH_ALLOW_HOSTS'))
}
