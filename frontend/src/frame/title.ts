/** What the tab of the browser says: what is wrong first, for whoever has another tab open; then the page. */

import type { Overview } from '#shared/contracts/api/overview.ts'

const PRODUCT = 'Stonks Oracle'

export type TabState = 'well' | 'warn' | 'danger' | 'away'

/** How all of it stands, in one word: `away` while the API does not answer. */
export function tabStateOf(told: Overview | undefined, isAway: boolean): TabState {
  if (isAway) return 'away'
  if (!told) return 'well'
  if (told.trading.state === 'halted' || silentOf(told)) return 'danger'
  const isWell =
    told.unwell.length === 0 && told.trading.state === 'active' && told.pipeline.state === 'running'
  return isWell && told.breakers.length === 0 ? 'well' : 'warn'
}

/** The first of the always-on programs that nothing is heard of. */
const silentOf = ({ unwell }: Overview) => unwell.find(({ state }) => state === 'silent')?.service

/** `■ Trading is halted · Orders · Stonks Oracle`. */
export function titleOf(page: string | undefined, state: TabState, told?: Overview): string {
  return [wrongOf(state, told), page, PRODUCT].filter(Boolean).join(' · ')
}

function wrongOf(state: TabState, told: Overview | undefined): string {
  if (state === 'well') return ''
  if (state === 'away') return '▲ Not updating'
  const silent = told && silentOf(told)
  if (silent) return `■ ${silent} is silent`
  if (state === 'danger') return '■ Trading is halted'
  if (told?.unwell[0]) return `▲ ${told.unwell[0].service} is unwell`
  if (told?.pipeline.state === 'paused') return '‖ Pipeline paused'
  if (told?.trading.state === 'reducing') return '‖ Trading only reduces'
  if (told && told.breakers.length > 0) return '▲ Breaker open'
  if (told?.pipeline.state === 'partly_paused') return '‖ A stage is paused'
  return '▲ Pipeline degraded'
}
