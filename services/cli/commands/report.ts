/** `stonks report`: shows the report of a day or a week, and writes it as a file. */

import { writeFileSync } from 'node:fs'
import { sessionOf, newYorkInstant } from '#shared/domain/market/calendar.ts'
import { REPORT_TYPES } from '#shared/contracts/sets.ts'
import { reportHtml, titleOfReport } from '#shared/domain/report/html/document.ts'
import { periodEndingBy, type ReportType } from '#shared/domain/report/period.ts'
import { DAY_MS } from '#shared/domain/spans.ts'
import { openPostgres } from '#shared/sql/open.ts'
import {
  readNewestReport,
  readStoredReport,
  type StoredReport,
} from '#shared/sql/report/reports.ts'
import { readArgs, UsageError, type Command } from '../command.ts'
import { printPdf } from '../report/pdf.ts'

const help = `Usage: stonks report [--type daily|weekly] [--date YYYY-MM-DD]
                     [--json | --html FILE | --pdf FILE]

Shows the newest report, or that of a day or week: what trading brought and against what, each trade with
its reason, what checks saved, how signals were borne out, what went wrong, what is planned, and whether
every figure equals the books. Reports are written by the reporter as each is over; one of a day gone by is
asked for with
  stonks enqueue report_generation '{"report_type":"daily","period_end":"2019-05-03T20:30:00Z"}'

  --type TYPE  daily (the default) or weekly
  --date D     a New York date: of the day, or within the week
  --json       all of it
  --html FILE  one file that fetches nothing, for screen and paper
  --pdf FILE   the same, printed by Chromium; CHROMIUM names one that is not on the path
  --help       this text

Exit code: 0 it is there and equals the books, 1 it is not there, or does not, 2 wrong use.

Example: stonks report --type weekly --html week.html
`

export const command: Command = {
  name: 'report',
  summary: 'show the report of a day or a week',
  help,
  async run(args) {
    const { values } = readArgs(args, {
      options: {
        type: { type: 'string', default: 'daily' },
        date: { type: 'string' },
        json: { type: 'boolean', default: false },
        html: { type: 'string' },
        pdf: { type: 'string' },
      },
    })
    const type = readType(values.type)
    const report = await find(type, values.date)
    if (report === undefined) {
      console.error(`No ${type} report${values.date ? ` of ${values.date}` : ''} is there yet.`)
      return 1
    }
    const written = await write(report, values)
    if (written) console.log(written)
    else console.log(values.json ? JSON.stringify(report) : textOf(report))
    return report.reconciles ? 0 : 1
  },
}

function readType(given: string): ReportType {
  const type = REPORT_TYPES.find((one) => one === given)
  if (!type) throw new UsageError(`--type takes ${REPORT_TYPES.join(' or ')}, found "${given}"`)
  return type
}

/** By the end of the day, or of the week that a date lies in. */
async function find(type: ReportType, date: string | undefined): Promise<StoredReport | undefined> {
  const end = date === undefined ? undefined : endOfDate(type, date)
  const sql = openPostgres(undefined, 1)
  try {
    return await (end ? readStoredReport(sql, { type, to: end }) : readNewestReport(sql, type))
  } finally {
    await sql.end({ timeout: 2 })
  }
}

function endOfDate(type: ReportType, date: string): Date {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || Number.isNaN(Date.parse(date)))
    throw new UsageError(`--date takes a date such as 2019-05-03, found "${date}"`)
  if (type === 'weekly') {
    const within = newYorkInstant(date, '12:00')
    return periodEndingBy('weekly', new Date(within.getTime() + 7 * DAY_MS)).to
  }
  if (!sessionOf(date)) throw new UsageError(`--date: there was no session on ${date}`)
  return periodEndingBy('daily', newYorkInstant(date, '23:00')).to
}

/** What it says where a file was written. */
async function write(
  report: StoredReport,
  { html, pdf }: { html?: string | undefined; pdf?: string | undefined },
): Promise<string | undefined> {
  const file = html ?? pdf
  if (file === undefined) return undefined
  if (html !== undefined) writeFileSync(html, reportHtml(report))
  if (pdf !== undefined) await printPdf(reportHtml(report), pdf)
  return `${titleOfReport(report.body)}: ${[html, pdf].filter(Boolean).join(', ')}`
}

function textOf({ body, version, reconciles }: StoredReport): string {
  const books = reconciles ? 'Every figure equals the books.' : 'It does not equal the books.'
  const found = body.findings.map(({ says }) => `  ${says}`)
  return [`${titleOfReport(body)} (${body.type}, version ${version})`, ...found, `  ${books}`].join(
    '\n',
  )
}
