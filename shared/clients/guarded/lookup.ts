/** Names are looked up here, and what they lead to is judged before anything is sent there. */

import { lookup as ask, type LookupAddress } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { isPublicAddress } from '../../domain/source/addresses.ts'
import { PermanentFault } from '../../host/faults.ts'

/** All addresses of a name. */
export type Resolve = (name: string) => Promise<LookupAddress[]>

/** As the machine resolves them. */
export const resolveBySystem: Resolve = (name) =>
  new Promise((resolve, reject) => {
    ask(name, { all: true, verbatim: true }, (fault, addresses) =>
      fault ? reject(fault) : resolve(addresses),
    )
  })

/**
 * For a socket that is about to connect: it gets the very addresses that were judged, so a second
 * answer of the same name cannot lead it elsewhere. One bad address among good ones refuses all.
 */
export function guardLookup(resolve: Resolve): LookupFunction {
  return (name, { all }, done) => {
    resolve(name).then(
      (addresses) => {
        const [first] = addresses
        const bad = addresses.find(({ address }) => !isPublicAddress(address))
        if (bad) done(refused(name, bad.address), '')
        else if (!first) done(new Error(`Look up ${name}: it has no address`), '')
        else if (all) done(null, addresses)
        else done(null, first.address, first.family)
      },
      (fault: Error) => done(fault, ''),
    )
  }
}

export function refused(name: string, address: string): PermanentFault {
  return new PermanentFault(
    'source_address_refused',
    `Fetch from ${name}: expected an address out on the internet, found ${address}`,
  )
}
