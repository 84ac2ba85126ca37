import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { POLLING_SECONDS_MAX, POLLING_SECONDS_MIN } from '#shared/contracts/sources/settings.ts'
import { sourceConfigs, type SourceType } from '#shared/contracts/sources/source-configs.ts'
import {
  descriptorOf,
  isFetched,
  sourceFaults,
  sourceTypes,
  typesThatBring,
} from '#shared/domain/source/sources.ts'
import { backOffSeconds } from '#shared/domain/back-off.ts'
import { variables } from '#shared/host/variables.ts'
import { stages } from '#shared/pipeline.ts'

describe('the table of sources', () => {
  test('has one descriptor for each contract, under its own name', () => {
    expect([...sourceTypes].sort()).toEqual(Object.keys(sourceConfigs).sort())
    for (const type of sourceTypes) expect(descriptorOf(type).type).toBe(type)
    for (const type of sourceTypes) expect(descriptorOf(type).config).toBe(sourceConfigs[type])
  })

  test.each(sourceTypes)(
    '%s has a cadence, a back-off and a credibility that make sense',
    (type) => {
      const { cadenceSeconds, backOff, credibility } = descriptorOf(type)
      expect(cadenceSeconds).toBeGreaterThanOrEqual(POLLING_SECONDS_MIN)
      expect(cadenceSeconds).toBeLessThanOrEqual(POLLING_SECONDS_MAX)
      expect(backOff.seconds).toBeGreaterThan(0)
      expect(backOff.secondsMax).toBeGreaterThanOrEqual(backOff.seconds)
      expect(credibility).toBeGreaterThanOrEqual(0)
      expect(credibility).toBeLessThanOrEqual(1)
    },
  )

  test('names settings of the environment that there are', () => {
    const named = sourceTypes.flatMap((type) => {
      const { pace, hosts } = descriptorOf(type)
      return [...(pace ? [pace] : []), ...hosts.flatMap((host) => host.variables)]
    })
    expect(named.filter((name) => !(name in variables))).toEqual([])
  })

  test('names the hosts that the network policies let ingestion and broker-sync reach', () => {
    const hostsOf = (types: readonly SourceType[]) =>
      [...new Set(types.flatMap((type) => descriptorOf(type).hosts.map(({ name }) => name)))].sort()
    const reached = (stage: 'ingestion' | 'broker-sync'): string => stages[stage].reaches.internet
    const fetched = sourceTypes.filter(isFetched)
    const others = sourceTypes.filter((type) => !isFetched(type))
    expect(reached('ingestion').split(', ').sort()).toEqual(hostsOf(fetched))
    expect(reached('broker-sync').split(', ').sort()).toEqual(hostsOf(others))
  })

  test('says of every type but the account which adapter fetches it', () => {
    expect(sourceTypes.filter((type) => !isFetched(type))).toEqual(typesThatBring('account'))
  })

  test('seeds sources that the registry would take', () => {
    for (const type of sourceTypes) {
      for (const { config } of Object.values(descriptorOf(type).seeds)) {
        const own = { ...config, ...('url' in config ? { url: 'https://example.com/x' } : {}) }
        const whole = 'cik' in own ? { ...own, cik: '0000320193' } : own
        expect(sourceFaults({ sourceType: type, ticker: 'AAPL', config: whole })).toEqual([])
      }
    }
  })

  test('asks for prices before filings, and for those before stories', () => {
    const places = typesThatBring('prices', 'filings', 'stories').map(
      (type) => descriptorOf(type).brings,
    )
    expect(places).toEqual([...places].sort((a, b) => order.indexOf(a) - order.indexOf(b)))
  })
})

const order = ['account', 'prices', 'filings', 'stories']

test('after an outage of any length the broker is asked again within two minutes', () => {
  const { backOff, cadenceSeconds } = descriptorOf('broker')
  for (const failures of [1, 3, 9, 40])
    expect(backOffSeconds(backOff, failures) + cadenceSeconds).toBeLessThanOrEqual(120)
})

test('what a setting leaves out is filled in', () => {
  expect(v.parse(sourceConfigs.market_api, { kind: 'range' })).toMatchObject({ history_days: 400 })
  expect(v.parse(sourceConfigs.filings_api, { cik: '0000320193' })).toMatchObject({
    lookback_days: 30,
  })
  expect(v.parse(sourceConfigs.news_api, {})).toMatchObject({ lookback_days: 7 })
})
