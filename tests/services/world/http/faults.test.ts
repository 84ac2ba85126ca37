import type { ServerResponse } from 'node:http'
import { expect, test } from 'vitest'
import { openFaults, readFaultRates } from '../../../../services/world/http/faults.ts'

const answer = { status: 404, headers: {}, body: 'nobody' }
const written = { writeHead: () => written, end: () => written } as unknown as ServerResponse

test.each([1, 7, 23, 99])(
  'of each run of so many answers exactly one falls, with seed %i',
  (seed) => {
    const faults = openFaults(readFaultRates('broken=20'), seed)
    const places = new Set<number>()
    for (let run = 1; run <= 30; run += 1) {
      for (let at = 0; at < 20; at += 1)
        if (faults.write('polygon', written, answer)) places.add(at)
      expect(faults.counts().broken).toBe(run)
    }
    expect(places.size).toBeGreaterThan(5)
  },
)

test('what was not asked for never comes', () => {
  const faults = openFaults(readFaultRates(''), 1)
  for (let at = 0; at < 100; at += 1) expect(faults.write('polygon', written, answer)).toBe(false)
  expect(Object.values(faults.counts())).toEqual([0, 0, 0, 0, 0])
})
