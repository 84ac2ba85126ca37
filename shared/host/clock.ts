/**
 * Business time: when things happen in the market, as against how long the machine takes.
 *
 * Real in production. Scaled, so that a trading day passes in minutes. Stepped, so that a replay
 * moves on only when all work is done: then the moment stands in a file that one driver writes.
 * Leases, time-outs and back-off never use this clock.
 */

import { readFileSync } from 'node:fs'
import { readInstant } from '../domain/document/text/instant.ts'
import { readEnv } from './env.ts'

export type Clock = {
  mode: 'real' | 'scaled' | 'stepped'
  /** Business seconds that pass in one real second; 1 unless scaled. */
  speed: number
  now(): Date
}

/**
 * The clock that BUSINESS_CLOCK describes.
 *
 * @throws RangeError when the text is not one of the three forms.
 */
export function openClock(text: string = readEnv('BUSINESS_CLOCK')): Clock {
  if (text === 'real') return { mode: 'real', speed: 1, now: () => new Date() }
  const scaled = /^scaled:(\d+):(\d+):(\d+(?:\.\d+)?)$/.exec(text)
  if (scaled) return scaledClock(Number(scaled[1]), Number(scaled[2]), Number(scaled[3]))
  if (text.startsWith('stepped:')) return steppedClock(text.slice('stepped:'.length))
  throw new RangeError(
    `Read BUSINESS_CLOCK: expected real, scaled:<ms>:<ms>:<speed> or stepped:<file>, found "${text}"`,
  )
}

function scaledClock(realStart: number, businessStart: number, speed: number): Clock {
  return {
    mode: 'scaled',
    speed,
    now: () => new Date(businessStart + (Date.now() - realStart) * speed),
  }
}

function steppedClock(file: string): Clock {
  return {
    mode: 'stepped',
    speed: 1,
    now() {
      const text = readFileSync(file, 'utf8').trim()
      const moment = readInstant(text)
      if (!moment) {
        throw new RangeError(`Read the clock file ${file}: expected an ISO moment, found "${text}"`)
      }
      return moment
    },
  }
}
