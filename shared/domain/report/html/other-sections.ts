/** What a report shows beside money: checks, signals, readers, incidents, plans. */

import type { CountedShare, ReportBody } from '../../../contracts/api/report-body.ts'
import { dollarsText, momentText, percentText, wordsOfCode } from '../words.ts'
import { sharesChart } from './charts.ts'
import { htmlTable, markup, type Markup } from './markup.ts'
import { signed } from './money-sections.ts'

export function checksSection({ checks }: ReportBody): Markup {
  return markup`<section><h2>What checks saved or cost</h2>${htmlTable(
    checks,
    [
      { head: 'Check', cell: ({ code }) => wordsOfCode(code) },
      { head: 'Kind', cell: ({ kind }) => kind },
      { head: 'Stopped', isNumber: true, cell: ({ stopped }) => stopped },
      { head: 'Ended', isNumber: true, cell: ({ ended }) => ended },
      {
        head: 'Saved',
        isNumber: true,
        cell: ({ ended, saved }) => (ended === 0 ? '' : signed(saved.toFixed(2))),
      },
      {
        head: '95 %',
        isNumber: true,
        cell: ({ interval, ended }) =>
          interval
            ? `${dollarsText(interval.from.toFixed(2))} to ${dollarsText(interval.to.toFixed(2))}`
            : ended > 0
              ? 'too few'
              : '',
      },
    ],
    'No check stopped a purchase, and none of before ended.',
  )}</section>`
}

export function signalsSection({ signals }: ReportBody): Markup {
  return markup`<section><h2>Signals, and how they were borne out</h2>
${sharesChart(signals.byWindow) ?? markup`<p class="none">No trend took a side before a session whose prices are known.</p>`}
${signals.byCatalyst.length > 0 ? markup`<h3>By what the news was about</h3>${sharesTable(signals.byCatalyst, 'Catalyst')}` : null}
<h3>Recommendations</h3>${htmlTable(
    signals.recommendations,
    [
      { head: 'Action', cell: ({ action }) => action },
      { head: 'Mode', cell: ({ mode }) => wordsOfCode(mode) },
      { head: 'Count', isNumber: true, cell: ({ count }) => count },
    ],
    'None was made.',
  )}
<h3>Decisions</h3>${htmlTable(
    signals.decisions,
    [
      { head: 'Of', cell: ({ kind }) => kind },
      { head: 'Action', cell: ({ action }) => action },
      { head: 'For', cell: ({ code }) => wordsOfCode(code) },
      { head: 'Count', isNumber: true, cell: ({ count }) => count },
    ],
    'None was made.',
  )}</section>`
}

function sharesTable(shares: readonly CountedShare[], head: string): Markup {
  return htmlTable(
    shares,
    [
      { head, cell: ({ name }) => wordsOfCode(name) },
      { head: 'Borne out', isNumber: true, cell: ({ hits, tried }) => `${hits} of ${tried}` },
      {
        head: '95 %',
        isNumber: true,
        cell: ({ low, high }) =>
          `${percentText(low, 0).replace('+', '')} to ${percentText(high, 0).replace('+', '')}`,
      },
    ],
    '',
  )
}

export function qualitySection({ quality }: ReportBody): Markup {
  return markup`<section><h2>Readers and sources</h2>${htmlTable(
    quality.readings,
    [
      { head: 'Reader', cell: ({ model }) => model },
      { head: 'Readings', isNumber: true, cell: ({ readings }) => readings },
      { head: 'Mean confidence', isNumber: true, cell: ({ confidence }) => confidence.toFixed(2) },
    ],
    'No document was read.',
  )}
${quality.calls.length > 0 ? markup`<h3>Calls of models</h3>${callsTable(quality)}` : null}
${quality.pairs.length > 0 ? markup`<h3>Where readers disagree</h3>${pairsTable(quality)}` : null}
${quality.calibrations.length > 0 ? markup`<h3>Calibration error</h3>${calibrationTable(quality)}` : null}
<h3>Documents that came</h3>${htmlTable(
    quality.documents,
    [
      { head: 'Status', cell: ({ status }) => wordsOfCode(status) },
      { head: 'Count', isNumber: true, cell: ({ count }) => count },
    ],
    'None came.',
  )}
${quality.publishers.length > 0 ? markup`<h3>How often prices bore publishers out, ever</h3>${sharesTable(quality.publishers, 'Publisher')}` : null}</section>`
}

function callsTable({ calls }: ReportBody['quality']): Markup {
  return htmlTable(
    calls,
    [
      { head: 'Model', cell: ({ model }) => model },
      { head: 'Outcome', cell: ({ outcome }) => wordsOfCode(outcome) },
      { head: 'Count', isNumber: true, cell: ({ count }) => count },
      { head: 'Median', isNumber: true, cell: ({ milliseconds }) => `${milliseconds} ms` },
    ],
    '',
  )
}

function pairsTable({ pairs }: ReportBody['quality']): Markup {
  return htmlTable(
    pairs,
    [
      { head: 'Reader', cell: ({ model }) => model },
      { head: 'Other', cell: ({ other }) => other },
      { head: 'Both read', isNumber: true, cell: (one) => one.pairs },
      { head: 'Opposed', isNumber: true, cell: ({ opposed }) => opposed },
    ],
    '',
  )
}

function calibrationTable({ calibrations }: ReportBody['quality']): Markup {
  return htmlTable(
    calibrations,
    [
      { head: 'Reader', cell: ({ model }) => model },
      { head: 'Method', cell: ({ method }) => method },
      { head: 'Before', isNumber: true, cell: ({ before }) => before.toFixed(3) },
      { head: 'After', isNumber: true, cell: ({ after }) => after.toFixed(3) },
    ],
    '',
  )
}

export function incidentsSection({ incidents, moreIncidents }: ReportBody): Markup {
  return markup`<section><h2>Incidents</h2>${htmlTable(
    incidents,
    [
      { head: 'When', cell: ({ at }) => momentText(at) },
      { head: 'What', cell: ({ kind }) => wordsOfCode(kind) },
      { head: 'Of', cell: ({ about }) => about },
      { head: 'Said', cell: ({ says }) => says },
    ],
    'None was noted.',
  )}${moreIncidents > 0 ? markup`<p class="muted">${moreIncidents} more are not shown.</p>` : null}</section>`
}

export function plansSection({ planned }: ReportBody): Markup {
  if (planned === null)
    return markup`<section><h2>Held and planned</h2><p class="none">It was made too late to say what was planned then.</p></section>`
  return markup`<section><h2>Held and planned</h2>${htmlTable(
    planned.held,
    [
      { head: 'Ticker', cell: ({ ticker }) => ticker },
      { head: 'Shares', isNumber: true, cell: ({ quantity }) => quantity },
      { head: 'Worth', isNumber: true, cell: ({ worth }) => dollarsText(worth) },
      { head: 'Unrealised', isNumber: true, cell: ({ unrealised }) => signed(unrealised) },
      { head: 'Stop', isNumber: true, cell: ({ stop }) => (stop ? dollarsText(stop) : '') },
      { head: 'Target', isNumber: true, cell: ({ target }) => (target ? dollarsText(target) : '') },
      { head: 'Next results, about', cell: ({ earnings }) => earnings ?? 'not known' },
    ],
    'Nothing is held.',
  )}
${
  planned.exits.length > 0
    ? markup`<h3>Exits on the way</h3>${htmlTable(
        planned.exits,
        [
          { head: 'Ticker', cell: ({ ticker }) => ticker },
          { head: 'For', cell: ({ code }) => wordsOfCode(code) },
          { head: 'State', cell: ({ state }) => state },
          { head: 'Said', cell: ({ says }) => says },
        ],
        '',
      )}`
    : null
}
${
  planned.approvals.length > 0
    ? markup`<h3>For a person to approve</h3>${htmlTable(
        planned.approvals,
        [
          { head: 'Ticker', cell: ({ ticker }) => ticker },
          { head: 'Side', cell: ({ side }) => side },
          { head: 'Shares', isNumber: true, cell: ({ quantity }) => quantity },
          { head: 'Until', cell: ({ expiresAt }) => momentText(expiresAt) },
        ],
        '',
      )}`
    : null
}</section>`
}
