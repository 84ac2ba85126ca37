/** One recommendation as a brief: verdict, why, evidence for and against, the checks in numbers. */

import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { read } from '../../../api/read.ts'
import { wordsFor } from '../../../text/codes.ts'
import { count, exact } from '../../../text/format.ts'
import { Button } from '../../../parts/button.tsx'
import { CopyButton } from '../../../parts/copy-button.tsx'
import { Checks } from '../../../parts/checks.tsx'
import { NamedValue, NamedValues } from '../../../parts/named-values.tsx'
import { Score, When } from '../../../parts/figures.tsx'
import { CompanyLink } from '../../../parts/company-link.tsx'
import { HeardLine } from '../../../parts/heard-line.tsx'
import { isUnknown, Unknown } from '../../../parts/unknown.tsx'
import { usePageTitle } from '../../../parts/page-title.ts'
import { Panel } from '../../../parts/panel.tsx'
import { Badge, Code } from '../../../parts/words.tsx'
import { Disagreements } from '../parts/disagreements.tsx'
import { EvidenceList, type Evidence } from '../parts/evidence-list.tsx'
import { Neighbours } from '../parts/neighbours.tsx'
import { Standing, WouldChange } from '../parts/standing.tsx'
import { Why } from '../parts/why.tsx'
import type { BriefPage as Told } from '#shared/contracts/api/signals.ts'

export function BriefPage() {
  const { id } = useParams({ from: '/recommendations/$id' })
  const query = useQuery(read('GET /api/recommendations/:id', { id }))
  usePageTitle(query.data ? verdictOf(query.data) : 'Recommendation')
  const side = (wanted: Evidence['side']) => (told: Told) =>
    told.evidence.filter((piece) => piece.side === wanted)
  const [supporting, opposing] = [side('supporting'), side('opposing')]
  if (isUnknown(query))
    return <Unknown what="recommendation" list="/recommendations" listName="Recommendations" />
  return (
    <div className="grid grid-cols-1 gap-4 lg:grid-cols-2">
      <header className="lg:col-span-2">
        <div className="flex flex-wrap items-start justify-between gap-2">
          <h1 className="text-20 font-semibold">
            {query.data ? verdictOf(query.data) : 'Recommendation'}
          </h1>
          <span className="flex gap-2 print:hidden">
            <CopyButton text={location.href} words="Copy link" />
            <Button onClick={() => window.print()}>Print</Button>
          </span>
        </div>
        {query.data && (
          <p className="mt-1 text-muted">
            <CompanyLink ticker={query.data.brief.ticker} /> ·{' '}
            <Badge code={query.data.brief.mode} /> · made by {query.data.brief.ruleVersion},{' '}
            {exact(new Date(query.data.brief.generatedAt))} (
            <When at={query.data.brief.generatedAt} />)
          </p>
        )}
        {query.data?.brief.supersededBy && <Superseded by={query.data.brief.supersededBy} />}
      </header>
      <Panel title="Why" query={query} rows={3} className="lg:col-span-2">
        {(told) => <Why told={told} />}
      </Panel>
      <Panel title="What it rests on" query={query} rows={3}>
        {({ brief }) => <Standing brief={brief} />}
      </Panel>
      <Panel
        title="What would change it"
        query={query}
        rows={3}
        empty={{
          when: ({ brief }) => brief.wouldChange.length === 0,
          words:
            'Not said: an earlier release made it. The next one of this ticker and window says it.',
        }}
      >
        {({ brief }) => <WouldChange brief={brief} />}
      </Panel>
      <Panel
        title="Evidence for"
        query={query}
        rows={6}
        empty={{
          when: (told) => supporting(told).length === 0,
          words: 'Nothing in the window speaks for the trend’s direction.',
        }}
      >
        {(told) => <EvidenceList pieces={supporting(told)} />}
      </Panel>
      <Panel
        title="Evidence against"
        query={query}
        rows={6}
        empty={{
          when: (told) => opposing(told).length === 0,
          words: 'Nothing in the window speaks against it.',
        }}
      >
        {(told) => <EvidenceList pieces={opposing(told)} />}
      </Panel>
      <Panel
        title="Which contradict each other"
        query={query}
        rows={3}
        className="lg:col-span-2"
        empty={{
          when: ({ disagreements }) => disagreements.length === 0,
          words: query.data?.brief.contradiction
            ? 'Not kept: an earlier release made the trend.'
            : 'No two signals of this trend contradict each other.',
        }}
      >
        {({ disagreements }) => <Disagreements pairs={disagreements} />}
      </Panel>
      <Panel title="The trend behind it" query={query} rows={3}>
        {({ brief }) => (
          <NamedValues>
            <NamedValue name="Direction">
              <Badge code={brief.direction} />
            </NamedValue>
            <NamedValue name="Sentiment">
              <Score score={brief.sentimentMean} />
            </NamedValue>
            <NamedValue name="Strength">{brief.strength.toFixed(2)}</NamedValue>
            <NamedValue name="Contradiction">{brief.contradiction.toFixed(2)}</NamedValue>
            <NamedValue name="Signals">{count(brief.signalCount)}</NamedValue>
            <NamedValue name="Sources">{count(brief.sourceCount)}</NamedValue>
          </NamedValues>
        )}
      </Panel>
      <Panel title="Checks" query={query} rows={5}>
        {({ brief }) => <Checks checks={brief.checks} />}
      </Panel>
      <Panel
        title="What the engine made of it"
        query={query}
        rows={2}
        empty={{
          when: ({ decisions }) => decisions.length === 0,
          words:
            'No decision yet. The engine looks only at recommendations that may trade, in its next round.',
        }}
      >
        {({ decisions }) => (
          <ul className="px-4 pb-4">
            {decisions.map((decision) => (
              <li key={decision.decisionId} className="flex flex-wrap items-baseline gap-x-3 py-1">
                <Badge code={decision.action} /> <Code code={decision.code} />
                {decision.orderId && (
                  <Link
                    to="/orders/$id"
                    params={{ id: decision.orderId }}
                    className="link underline"
                  >
                    The order
                  </Link>
                )}
                <span className="text-muted">
                  <When at={decision.decidedAt} />
                </span>
                {decision.signalEngine && (
                  <div className="-mx-4 basis-full">
                    <HeardLine decision={decision} />
                  </div>
                )}
              </li>
            ))}
          </ul>
        )}
      </Panel>
      <Panel title="Before and after it" query={query} rows={3}>
        {(told) => <Neighbours told={told} />}
      </Panel>
    </div>
  )
}

/** That it counts no more. */
function Superseded({ by }: { by: NonNullable<Told['brief']['supersededBy']> }) {
  return (
    <p role="status" className="mt-1 text-warn">
      ▲ A newer one of the same company and window stands:{' '}
      <Link
        to="/recommendations/$id"
        params={{ id: by.recommendationId }}
        className="font-medium underline"
      >
        {wordsFor(by.action)}, confidence {by.confidence.toFixed(2)}
      </Link>
    </p>
  )
}

/** `Buy AAPL, 7d: may trade on paper, confidence 0.71`. */
function verdictOf({ brief }: Told): string {
  return `${wordsFor(brief.action)} ${brief.ticker}, ${brief.trendWindow}: ${wordsFor(brief.mode).toLowerCase()}, confidence ${brief.confidence.toFixed(2)}`
}
