/** What each layer brings into a company's trends, window by window. */

import { useQuery } from '@tanstack/react-query'
import type { CompanyLayers, LayerShare } from '#shared/contracts/api/company-insight.ts'
import { read } from '../../../api/read.ts'
import { Score } from '../../../parts/figures.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { Badge } from '../../../parts/words.tsx'
import { percent } from '../../../text/format.ts'
import { LayersOff } from './layers-off.tsx'

const NAMES = { company: 'Own news', macro: 'World', competitive: 'Rivals' } as const

export function LayerPanel({ ticker, className }: { ticker: string; className: string }) {
  const query = useQuery(read('GET /api/companies/:id/layers', { id: ticker }))
  return (
    <Panel
      title={titleOf(query.data)}
      query={query}
      rows={6}
      className={className}
      empty={{
        when: ({ windows }) => windows.length === 0,
        words:
          'No trend yet. Aggregation sums up a ticker in five windows as soon as a document about it was understood.',
      }}
    >
      {({ windows }) => (
        <div className="pb-2">
          <LayersOff />
          <table className="w-full border-collapse" aria-label="Layers by window">
            <thead>
              <tr className="border-b border-line text-12 text-muted">
                <th scope="col" className="h-8 px-4 text-left font-medium">
                  Window
                </th>
                <th scope="col" className="h-8 px-1 text-left font-medium sm:px-2">
                  Trend
                </th>
                {Object.values(NAMES).map((name) => (
                  <th key={name} scope="col" className="h-8 px-1 text-left font-medium sm:px-2">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {windows.map((row) => (
                <tr key={row.trendId} className="border-b border-line last:border-0">
                  <th scope="row" className="h-10 pr-1 pl-4 text-left font-normal">
                    {row.trendWindow}
                  </th>
                  <td className="px-1 whitespace-nowrap sm:px-2">
                    <span className="hidden sm:inline">
                      <Badge code={row.direction} />
                    </span>{' '}
                    <Score score={row.sentimentMean} />
                  </td>
                  {row.layers === null ? (
                    <td colSpan={3} className="px-2 text-muted">
                      summed up by rules this release does not know
                    </td>
                  ) : (
                    row.layers.map((layer) => (
                      <td key={layer.layer} className="px-1 sm:px-2">
                        <Layer layer={layer} />
                      </td>
                    ))
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  )
}

/** Its share of all mass, and a bar of what in it speaks against and for. */
function Layer({ layer: { signals, share, positive, negative, neutral } }: { layer: LayerShare }) {
  if (signals === 0) return <span className="text-muted">nothing</span>
  const mass = positive + negative + neutral
  const part = (value: number) => (mass === 0 ? 0 : (value / mass) * 48)
  const says = `${signals} signals; mass for ${positive.toFixed(3)}, against ${negative.toFixed(3)}, neither ${neutral.toFixed(3)}`
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap" title={says}>
      <svg viewBox="0 0 48 6" className="hidden h-1.5 w-12 wide:block" aria-hidden="true">
        <rect width="48" height="6" className="fill-line" />
        <rect width={part(negative)} height="6" className="fill-down" />
        <rect x={48 - part(positive)} width={part(positive)} height="6" className="fill-up" />
      </svg>
      {percent(share)}
      <span className={positive > negative ? 'text-up' : 'text-down'}>
        {positive === negative ? '' : positive > negative ? '▲' : '▼'}
        <span className="sr-only">{says}</span>
      </span>
    </span>
  )
}

/** One question, its answer as the title. */
function titleOf(told: CompanyLayers | undefined): string {
  const week = told?.windows.find(({ trendWindow }) => trendWindow === '7d')
  const most = week?.layers?.toSorted((a, b) => b.share - a.share)[0]
  if (!week || !most || most.share === 0) return 'What moves it'
  return `${percent(most.share)} of the 7d trend is ${NAMES[most.layer].toLowerCase()}`
}
