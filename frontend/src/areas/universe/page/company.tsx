/** One company: its names, its prices, what is held of it, what was read of it, and where that comes from. */

import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { ApiError } from '../../../api/api-error.ts'
import { read } from '../../../api/read.ts'
import { usePageTitle } from '../../../parts/page-title.ts'
import { Panel } from '../../../parts/panel.tsx'
import { StoryPanel } from '../../../parts/story-panel.tsx'
import { CompanyActions } from '../parts/company-actions.tsx'
import { LayerPanel } from '../parts/layer-panel.tsx'
import { ProjectionPanel } from '../parts/projection-panel.tsx'
import { RivalSignals } from '../parts/rival-signals.tsx'
import { WorldPanel } from '../parts/world-panel.tsx'
import { CompanyCompetitors } from '../parts/company-competitors.tsx'
import { CompanyNames } from '../parts/company-names.tsx'
import { CompanyPrices } from '../parts/company-prices.tsx'
import { CompanySecurities } from '../parts/company-securities.tsx'
import { CompanySources } from '../parts/company-sources.tsx'
import { CompanyStanding } from '../parts/company-standing.tsx'
import { ExposurePanel } from '../parts/exposure-panel.tsx'

const isMissing = (fault: Error | null) =>
  fault instanceof ApiError && [404, 422].includes(fault.status)

export function CompanyPage() {
  const { ticker: given } = useParams({ from: '/companies/$ticker' })
  const ticker = given.toUpperCase()
  const query = useQuery(read('GET /registry/companies/:id', { id: ticker }))
  const company = query.data
  usePageTitle(company ? `${ticker}, ${company.legalName}` : ticker)
  if (!company && isMissing(query.error)) return <NotTracked ticker={ticker} />
  return (
    <div className="grid grid-cols-1 gap-4 lg:grid-cols-12">
      <header className="flex min-h-23 flex-wrap sm:min-h-13 items-start justify-between gap-3 lg:col-span-12">
        <div className="min-w-0">
          <h1 className="text-20 font-semibold break-words">
            {company ? `${company.legalName} · ${ticker}` : ticker}
          </h1>
          <p className="mt-1 flex min-h-5 flex-wrap gap-x-3 text-muted">
            {[company?.sector, company?.industry].filter(Boolean).map((word) => (
              <span key={word}>{word}</span>
            ))}
            {company && <span>{company.cik ? `EDGAR ${company.cik}` : 'no number at EDGAR'}</span>}
            {company?.active === false && (
              <span className="text-warn">rests: neither fetched nor traded</span>
            )}
          </p>
        </div>
        {company && <CompanyActions company={company} />}
      </header>
      <CompanyPrices ticker={ticker} className="min-h-160 lg:col-span-8" />
      <CompanyStanding ticker={ticker} className="lg:col-span-4" />
      <LayerPanel ticker={ticker} className="lg:col-span-8" />
      <ProjectionPanel ticker={ticker} className="lg:col-span-4" />
      <div className="min-w-0 space-y-4 lg:col-span-8">
        <StoryPanel ticker={ticker} />
        <WorldPanel ticker={ticker} />
        <CompanySources ticker={ticker} />
      </div>
      <div className="min-w-0 space-y-4 lg:col-span-4">
        <Panel title="Names" query={query} rows={3}>
          {(found) => <CompanyNames company={found} />}
        </Panel>
        <CompanySecurities ticker={ticker} />
        <ExposurePanel ticker={ticker} />
        <CompanyCompetitors ticker={ticker} />
        <RivalSignals ticker={ticker} />
      </div>
    </div>
  )
}

function NotTracked({ ticker }: { ticker: string }) {
  return (
    <div className="py-16 text-center">
      <h1 className="text-20 font-semibold">{ticker} is not tracked</h1>
      <p className="mt-2 text-muted">
        <Link to="/companies" className="link">
          Companies
        </Link>{' '}
        lists those that are.
      </p>
    </div>
  )
}
