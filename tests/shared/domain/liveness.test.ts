import { describe, expect, test } from 'vitest'
import {
  judgeLiveness,
  SILENT_MS,
  speakerOf,
  STUCK_MS,
  type HeardBeat,
} from '#shared/domain/liveness.ts'

const well: HeardBeat = {
  service: 'scheduler',
  silentMs: 1_000,
  everyMs: 60_000,
  sinceRoundMs: 30_000,
  runningMs: null,
  runningMsMax: null,
  failures: 0,
  said: '',
}
const judge = (more: Partial<HeardBeat>) => judgeLiveness({ ...well, ...more })

describe('an always-on program', () => {
  test('is alive between its rounds, in a round, and where it has none', () => {
    expect(judge({})).toEqual({ state: 'alive', forMs: 0 })
    expect(judge({ runningMs: STUCK_MS })).toMatchObject({ state: 'alive' })
    expect(judge({ sinceRoundMs: 60_000 + 12_000 })).toMatchObject({ state: 'alive' })
    expect(judge({ everyMs: null, sinceRoundMs: null })).toMatchObject({ state: 'alive' })
  })

  test('is silent once three beats are missing, whatever it said before', () => {
    expect(judge({ silentMs: SILENT_MS })).toMatchObject({ state: 'alive' })
    expect(judge({ silentMs: SILENT_MS + 1, failures: 9 })).toEqual({
      state: 'silent',
      forMs: SILENT_MS + 1,
    })
  })

  test('is stuck in a round that does not end', () => {
    expect(judge({ runningMs: STUCK_MS + 1 })).toEqual({ state: 'stuck', forMs: STUCK_MS + 1 })
  })

  test('is given the time that it says a round of it may take', () => {
    expect(judge({ runningMs: 20_000, runningMsMax: 180_000 })).toMatchObject({ state: 'alive' })
    expect(judge({ runningMs: 180_001, runningMsMax: 180_000 })).toMatchObject({ state: 'stuck' })
  })

  test('fails from the second round in a row that fails', () => {
    expect(judge({ failures: 1 })).toMatchObject({ state: 'alive' })
    expect(judge({ failures: 2 })).toEqual({ state: 'failing', forMs: 30_000 })
  })

  test('is late where no round comes', () => {
    expect(judge({ sinceRoundMs: 72_001 })).toEqual({ state: 'late', forMs: 72_001 })
    expect(judge({ sinceRoundMs: 72_001, runningMs: 5_000 })).toMatchObject({ state: 'alive' })
  })
})

describe('of several instances', () => {
  const of = (said: string, more: Partial<HeardBeat>) => ({ ...well, said, ...more })
  const failing = (silentMs: number) => of('failing', { failures: 3, silentMs })

  test('the one that fares worst of those heard speaks, whichever beat last', () => {
    for (const [one, other] of [
      [100, 2_900],
      [2_900, 100],
    ] as const)
      expect(speakerOf([of('fine', { silentMs: one }), failing(other)]).said).toBe('failing')
  })

  test('one that is silent says nothing while another is heard, and the last heard where none is', () => {
    expect(speakerOf([failing(SILENT_MS + 1), of('fine', {})]).said).toBe('fine')
    expect(
      speakerOf([failing(SILENT_MS + 9_000), of('last', { silentMs: SILENT_MS + 1 })]).said,
    ).toBe('last')
  })
})
