import { describe, expect, test } from 'vitest'
import { deriveMode, type ModeGiven } from '#shared/domain/trading/mode-claims.ts'

const kinds = ['paper', 'live'] as const
type Kind = (typeof kinds)[number]
const addresses = {
  paper: 'https://paper-api.alpaca.markets',
  live: 'https://api.alpaca.markets',
}
const keys = { paper: 'PKABCDEF', live: 'AKABCDEF' }
const accounts = { paper: 'PA3ABCDEFGHI', live: '123456789' }
const given = (setting: Kind, address: Kind, key: Kind, account: Kind): ModeGiven => ({
  brokerMode: setting,
  baseUrl: addresses[address],
  key: keys[key],
  accountNumber: accounts[account],
})
const paper = given('paper', 'paper', 'paper', 'paper')
const sixteen = kinds.flatMap((a) =>
  kinds.flatMap((b) => kinds.flatMap((c) => kinds.map((d) => [a, b, c, d] as const))),
)

describe('the mode', () => {
  test.each(sixteen)('by setting %s, address %s, key %s and account %s', (...four) => {
    const { mode, disagreements } = deriveMode(given(...four))
    expect(mode).toBe(new Set(four).size === 1 ? four[0] : 'disabled')
    const live = four.filter((kind) => kind === 'live').length
    expect(disagreements).toHaveLength(live * (4 - live))
  })

  test('names the two that contradict each other with both values, and no more of a key than its kind', () => {
    const { disagreements } = deriveMode(given('paper', 'live', 'live', 'live'))
    expect(disagreements[0]).toEqual({
      sources: ['setting', 'address'],
      says: 'the setting (BROKER_MODE=paper) says paper, the address (api.alpaca.markets) says live',
    })
    expect(JSON.stringify(disagreements)).toContain('the key (AK…) says live')
    expect(JSON.stringify(deriveMode(given('live', 'live', 'live', 'paper')))).not.toMatch(
      /ABCDEF(?!GHI)/,
    )
  })

  test.each<[string, Partial<ModeGiven>]>([
    ['an unknown setting', { brokerMode: 'LIVE' }],
    ['no setting', { brokerMode: '' }],
    ['another host', { baseUrl: 'https://broker.example' }],
    ['a host that only ends alike', { baseUrl: 'https://x.paper-api.alpaca.markets' }],
    ['a host that only begins alike', { baseUrl: 'https://paper-api.alpaca.markets.example' }],
    ['the broker as a user name', { baseUrl: 'https://paper-api.alpaca.markets@evil.example' }],
    ['the path of the replay world elsewhere', { baseUrl: 'https://broker.example/alpaca' }],
    ['no address', { baseUrl: 'paper' }],
    ['no key', { key: '' }],
    ['a key of another kind', { key: 'CKABCDEF' }],
    ['an account that has not answered', { accountNumber: null }],
    ['an account of another kind', { accountNumber: 'X-1' }],
  ])('is disabled by %s', (_, odd) => {
    const { mode, disagreements } = deriveMode({ ...paper, ...odd })
    expect(mode).toBe('disabled')
    expect(disagreements).toHaveLength(1)
  })

  test('is paper in the replay world, by whatever key', () => {
    const world = {
      ...paper,
      baseUrl: 'http://127.0.0.1:4000/alpaca',
      accountNumber: 'PA3WORLD0001',
    }
    expect(deriveMode({ ...world, key: 'key' }).mode).toBe('paper')
    expect(deriveMode({ ...world, key: keys.paper }).mode).toBe('paper')
    expect(deriveMode({ ...world, key: keys.live }).mode).toBe('disabled')
    expect(deriveMode({ ...world, key: 'key', brokerMode: 'live' }).mode).toBe('disabled')
  })
})
