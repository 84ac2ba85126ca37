/** Goal: the tab says what is wrong before it says where one is. Method: what the API tells, in each state. */

import { expect, test } from 'vitest'
import { tabStateOf, titleOf } from '../../../frontend/src/frame/title.ts'
import type { Overview } from '#shared/contracts/api/overview.ts'

type Stands = { trading?: string; pipeline?: string; breakers?: number; unwell?: string[] }

const told = ({ trading = 'active', pipeline = 'running', breakers = 0, unwell = [] }: Stands) =>
  ({
    trading: { state: trading },
    pipeline: { state: pipeline },
    breakers: Array.from({ length: breakers }, () => ({})),
    unwell: unwell.map((state) => ({ service: 'scheduler', state })),
  }) as unknown as Overview

test.each<[Stands, string, string]>([
  [{}, 'well', 'Orders · Stonks Oracle'],
  [
    { trading: 'halted', pipeline: 'paused' },
    'danger',
    '■ Trading is halted · Orders · Stonks Oracle',
  ],
  [{ trading: 'reducing' }, 'warn', '‖ Trading only reduces · Orders · Stonks Oracle'],
  [{ pipeline: 'paused' }, 'warn', '‖ Pipeline paused · Orders · Stonks Oracle'],
  [{ pipeline: 'degraded' }, 'warn', '▲ Pipeline degraded · Orders · Stonks Oracle'],
  [{ unwell: ['stuck'] }, 'warn', '▲ scheduler is unwell · Orders · Stonks Oracle'],
  [
    { trading: 'halted', unwell: ['late', 'silent'] },
    'danger',
    '■ scheduler is silent · Orders · Stonks Oracle',
  ],
  [{ breakers: 1 }, 'warn', '▲ Breaker open · Orders · Stonks Oracle'],
])('%j is %s', (stands, state, title) => {
  const overview = told(stands)
  expect(tabStateOf(overview, false)).toBe(state)
  expect(titleOf('Orders', tabStateOf(overview, false), overview)).toBe(title)
})

test('an API that does not answer comes before all else', () => {
  const overview = told({ trading: 'halted' })
  expect(titleOf('Orders', tabStateOf(overview, true), overview)).toBe(
    '▲ Not updating · Orders · Stonks Oracle',
  )
})

test('before anything was told, the tab has the name of the product', () => {
  expect(titleOf(undefined, tabStateOf(undefined, false))).toBe('Stonks Oracle')
})
