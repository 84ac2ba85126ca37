/** When the small day is, who is in it, and how its rows are called. */

import { deriveId } from '#shared/host/ids.ts'

/** A Thursday, 10:30 in New York. */
export const NOW = new Date('2024-03-14T14:30:00Z')
export const minutesAgo = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000)

export const TICKERS = ['AAPL', 'AMZN', 'JPM', 'MSFT', 'NVDA', 'XOM'] as const
export const STORIES = [
  ['AAPL', 'Apple raises its dividend as services revenue reaches a record', 0.72, 'earnings'],
  [
    'NVDA',
    'NVIDIA suppliers report stronger orders for data-centre parts through the summer',
    0.61,
    'product',
  ],
  ['XOM', 'Exxon cuts its outlook for refining margins', -0.55, 'guidance'],
  ['MSFT', 'Microsoft faces a new inquiry into its cloud licences', -0.34, 'major_litigation'],
  ['JPM', 'JPMorgan names a new head of markets', 0.05, 'management_change'],
  ['AMZN', 'Amazon opens two fulfilment centres in Ohio', 0.22, 'other'],
] as const

export const ids = {
  company: (ticker: string) => deriveId('fixture', 'company', ticker),
  document: (place: number) => deriveId('fixture', 'document', place),
  source: (name: string) => deriveId('fixture', 'source', name),
  trend: (ticker: string) => deriveId('fixture', 'trend', ticker),
  recommendation: (ticker: string) => deriveId('fixture', 'recommendation', ticker),
  decision: (ticker: string) => deriveId('fixture', 'decision', ticker),
  order: (ticker: string) => deriveId('fixture', 'order', ticker),
  job: (place: number) => deriveId('fixture', 'job', place),
}

/** The text of a story's document; the first sentence is what is quoted. */
export function textOf(place: number): { text: string; quote: string; start: number } {
  const title = STORIES[place % STORIES.length]?.[1] ?? ''
  const before = `${title}\n\nNEW YORK, March 14. `
  const quote = `${title}, people close to the matter said on Thursday.`
  const after =
    ' Analysts had expected less. The shares moved in early trading.\n\n<script>alert(1)</script> stands in the source and is shown as words.'
  return { text: before + quote + after, quote, start: before.length }
}
