/**
 * In which order a question names what shares may do. A small model leans to what stands first, so each question has
 * an order of its own, by a hash of its text: the same question has the same one, and none is always first.
 */

import { hashOfText } from '../../../domain/text-hash.ts'
import { SHARES_DO } from './contracts.ts'

/** All orders are equally likely (Fisher and Yates, drawn from hashes of the text). */
export function toneOrder(text: string): (typeof SHARES_DO)[number][] {
  const order = [...SHARES_DO]
  for (let left = order.length; left > 1; left -= 1) {
    const place = Math.floor((mixed(`${left} ${text}`) / 2 ** 32) * left)
    const [drawn] = order.splice(place, 1)
    if (drawn) order.push(drawn)
  }
  return order
}

/** The hash's own high bits move little with the end of a text. */
function mixed(text: string): number {
  const hash = Math.imul(hashOfText(text) ^ (hashOfText(text) >>> 15), 0x2c1b3c6d)
  return (hash ^ (hash >>> 13)) >>> 0
}
