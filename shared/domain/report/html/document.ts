/** A report as one HTML file: it fetches nothing, runs nothing, and prints. */

import type { Reconciled, ReportBody } from '../../../contracts/api/report-body.ts'
import { newYorkDate } from '../../market/calendar.ts'
import { dollarsText, momentText, plural, wordsOfCode } from '../words.ts'
import { htmlTable, markup, type Markup } from './markup.ts'
import { moneySection, tradesSection } from './money-sections.ts'
import {
  checksSection,
  incidentsSection,
  plansSection,
  qualitySection,
  signalsSection,
} from './other-sections.ts'
import { REPORT_STYLE } from './style.ts'

type Told = { body: ReportBody; version: number; madeAt: Date; reconciles: boolean }

/** The whole document. Every text in it that somebody else wrote is escaped. */
export function reportHtml({ body, version, madeAt, reconciles }: Told): string {
  const title = titleOfReport(body)
  const { html } = markup`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="referrer" content="no-referrer"><meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'"><title>${title}</title><style>${{ html: REPORT_STYLE }}</style></head>
<body><main><header><h1>${title}</h1><p>${subtitleOf(body)} Version ${version}, made ${momentText(madeAt.toISOString())}.</p></header>
${reconciles ? null : alarm(body.reconciliation)}
<section><h2>Findings</h2><ul>${body.findings.map(({ says }) => markup`<li>${says}</li>`)}</ul></section>
${moneySection(body)}${tradesSection(body)}${checksSection(body)}${signalsSection(body)}${qualitySection(body)}${incidentsSection(body)}${plansSection(body)}
${booksSection(body.reconciliation)}
</main></body></html>
`
  return html
}

/** `Day of 2019-05-03`, `Week up to 2019-05-03`. */
export function titleOfReport({
  type,
  to,
  sessions,
}: Pick<ReportBody, 'type' | 'to' | 'sessions'>): string {
  const last = sessions.at(-1) ?? newYorkDate(new Date(to))
  return type === 'daily' ? `Day of ${last}` : `Week up to ${last}`
}

function subtitleOf({ account, from, to, sessions }: ReportBody): string {
  const whose = account === '' ? 'No account yet.' : `Account ${account}.`
  return `${whose} ${momentText(from)} to ${momentText(to)}, ${plural(sessions.length, 'session')}.`
}

function alarm(reconciliation: readonly Reconciled[]): Markup {
  const apart = reconciliation.filter(({ holds }) => !holds)
  return markup`<section class="alarm" role="alert"><h2>This report does not equal the books</h2><ul>${apart.map(
    ({ name, difference }) =>
      markup`<li>${wordsOfCode(name)}: apart by ${dollarsText(difference)}</li>`,
  )}</ul></section>`
}

function booksSection(reconciliation: readonly Reconciled[]): Markup {
  return markup`<section><h2>Held to the books</h2>${htmlTable(
    reconciliation,
    [
      { head: 'Figure', cell: ({ name }) => wordsOfCode(name) },
      { head: 'Report', isNumber: true, cell: ({ reported }) => dollarsText(reported) },
      { head: 'Books', isNumber: true, cell: ({ books }) => dollarsText(books) },
      { head: 'Apart', isNumber: true, cell: ({ difference }) => dollarsText(difference) },
      {
        head: '',
        cell: ({ holds }) =>
          holds
            ? markup`<span class="up">equal</span>`
            : markup`<span class="down">not equal</span>`,
      },
    ],
    'There are no books of this period.',
  )}</section>`
}
