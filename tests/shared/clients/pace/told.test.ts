import { expect, test } from 'vitest'
import { readTold } from '#shared/clients/pace/told.ts'

const NOW = Date.parse('2026-03-02T15:00:00Z')
const DATE = { date: 'Mon, 02 Mar 2026 14:59:00 GMT' }

test.each<[number, Record<string, string>, boolean, number | undefined]>([
  [200, {}, false, undefined],
  [200, { 'x-ratelimit-remaining': '3', 'x-ratelimit-reset': '30' }, false, undefined],
  [200, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '30' }, false, 30_000],
  // As Reddit writes both.
  [200, { 'x-ratelimit-remaining': '0.0', 'x-ratelimit-reset': '241' }, false, 241_000],
  // As Alpaca does: seconds since 1970; others in milliseconds.
  [200, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1772463645' }, false, 45_000],
  [200, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1772463645000' }, false, 45_000],
  [200, { 'ratelimit-remaining': '0', 'ratelimit-reset': '7' }, false, 7_000],
  [200, { 'x-ratelimit-remaining': '0' }, false, undefined],
  [200, { 'x-ratelimit-remaining': 'none', 'x-ratelimit-reset': '5' }, false, undefined],
  [429, { 'retry-after': '12' }, true, 12_000],
  [429, { 'retry-after': '1.5' }, true, 1_500],
  [429, { 'retry-after': 'Mon, 02 Mar 2026 15:00:20 GMT' }, true, 20_000],
  // Its date is of its own clock, a minute behind ours.
  [429, { 'retry-after': 'Mon, 02 Mar 2026 14:59:20 GMT', ...DATE }, true, 20_000],
  [429, { 'x-ratelimit-reset': '1772463585', ...DATE }, true, 45_000],
  [429, {}, true, undefined],
  [429, { 'retry-after': 'soon' }, true, undefined],
  [429, { 'retry-after': '-5' }, true, undefined],
  [429, { 'retry-after': '0' }, true, 1_000],
  [429, { 'retry-after': '99999999' }, true, 1_000],
  [429, { 'retry-after': '999999' }, true, 3_600_000],
  [429, { 'retry-after': '99999999999999999999' }, true, 3_600_000],
  [429, { 'retry-after': 'Mon, 02 Mar 2099 15:00:20 GMT' }, true, 3_600_000],
  [503, { 'retry-after': '30' }, true, 30_000],
  [503, {}, false, undefined],
  [500, { 'retry-after': '30' }, false, undefined],
])('%i with %j', (status, headers, isRefusal, waitMs) => {
  expect(readTold(new Headers(headers), status, NOW)).toEqual({ isRefusal, waitMs })
})
