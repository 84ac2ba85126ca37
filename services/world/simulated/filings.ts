/** Filings a simulated company makes: an 8-K with some events, a 10-Q after its results. */

import {
  newYorkDate,
  newYorkInstant,
  nextSession,
  sessionOf,
  shiftDate,
} from '#shared/domain/market/calendar.ts'
import { escape } from '../http/answer.ts'
import { openRandom, type Random } from '../contents/random.ts'
import type { WorldFiling } from '../contents/world.ts'
import { two, type CompanyEvent, type Events } from './events.ts'

const ITEM_NAMES: Readonly<Record<string, string>> = {
  '1.01': 'Entry into a Material Definitive Agreement',
  '2.02': 'Results of Operations and Financial Condition',
  '2.05': 'Costs Associated with Exit or Disposal Activities',
  '5.02': 'Departure of Directors or Certain Officers',
  '7.01': 'Regulation FD Disclosure',
  '8.01': 'Other Events',
}

/** Filings in [from, to), ordered by time. */
export function makeFilings(seed: number, events: Events, from: Date, to: Date): WorldFiling[] {
  const filings: WorldFiling[] = []
  events.company.forEach((event, sequence) => {
    const random = openRandom(seed, 'filings', event.id)
    if (event.story.item !== undefined) filings.push(currentReport(random, event, sequence))
    if (event.story.item === '2.02') filings.push(quarterlyReport(random, event, sequence))
  })
  return filings
    .filter(({ filedAt }) => filedAt >= from && filedAt < to)
    .sort(
      (a, b) =>
        a.filedAt.getTime() - b.filedAt.getTime() ||
        (a.accessionNumber < b.accessionNumber ? -1 : 1),
    )
}

function currentReport(random: Random, event: CompanyEvent, sequence: number): WorldFiling {
  const { company, story } = event
  const item = story.item as string
  const filedAt = acceptedAt(event.at, random.whole(60, 540))
  const sentences = story.sentences
    .map((sentence) => sentence.replace(/\{name\}|\{alias\}/g, company.name))
    .filter((sentence) => !/\{(?!product)/.test(sentence))
    .map((sentence) => sentence.replace(/\{product\}/g, company.product))
  const text = [
    `Item ${item} ${ITEM_NAMES[item] ?? ''}`,
    `On ${newYorkDate(event.at)}, ${company.name} (the "Company") announced the following.`,
    ...sentences,
    'Item 9.01 Financial Statements and Exhibits',
  ]
  const report = { form: '8-K', filedAt, sequence, items: `${item},9.01` }
  return item === '2.02'
    ? filing(event, { ...report, text: furnished(text), news: sentences })
    : filing(event, { ...report, text })
}

/** Results are told in the press release, and the report only hands it in. */
function furnished([title = '', announced = '']: string[]): string[] {
  return [
    title,
    announced.replace('announced the following.', 'announced its results for the quarter.'),
    'The press release is furnished as Exhibit 99.1 to this report.',
    'Item 9.01 Financial Statements and Exhibits',
  ]
}

/** Some seconds after the event; EDGAR takes nothing on days without a session. */
function acceptedAt(at: Date, seconds: number): Date {
  const open = sessionOf(newYorkDate(at)) !== undefined
  const from = open ? at : newYorkInstant(nextSession(at).date, '06:00')
  return new Date(from.getTime() + seconds * 1000)
}

function quarterlyReport(random: Random, event: CompanyEvent, sequence: number): WorldFiling {
  const { company, story } = event
  const day = shiftDate(newYorkDate(event.at), random.whole(2, 8))
  const date = nextSession(newYorkInstant(day, '00:00')).date
  const filedAt = newYorkInstant(
    date,
    `16:${two(random.whole(10, 59))}:${two(random.whole(0, 59))}`,
  )
  const better = story.direction > 0
  const percent = random.whole(3, 19)
  const text = [
    'Item 2. Management’s Discussion and Analysis of Financial Condition',
    `Revenue ${better ? 'increased' : 'decreased'} ${percent}% from the prior-year quarter, ` +
      `driven by ${better ? 'strong' : 'weak'} demand for ${company.product}.`,
    `Operating margin ${better ? 'improved' : 'declined'} and cash flow from operations was ` +
      `${better ? 'higher' : 'lower'} than in the prior year.`,
    'Item 1A. Risk Factors',
    'There have been no material changes to the risk factors in the annual report.',
  ]
  return filing(event, { form: '10-Q', filedAt, sequence: sequence + 500_000, text })
}

type Paper = {
  form: string
  filedAt: Date
  sequence: number
  items?: string
  text: string[]
  /** The press release. */
  news?: string[]
}

function filing({ company }: CompanyEvent, paper: Paper): WorldFiling {
  const date = newYorkDate(paper.filedAt)
  const sequence = String(paper.sequence + 1).padStart(6, '0')
  const accessionNumber = `${company.cik}-${date.slice(2, 4)}-${sequence}`
  const name = `${company.ticker.toLowerCase()}-${date.replaceAll('-', '')}.htm`
  return {
    cik: company.cik,
    accessionNumber,
    form: paper.form,
    filedAt: paper.filedAt,
    primaryDocument: name,
    mediaType: 'text/html',
    body: Buffer.from(documentOf(company.name, company.ticker, date, paper)),
    ...(paper.items === undefined ? {} : { items: paper.items }),
    ...(paper.news === undefined ? {} : { exhibits: [exhibitOf(name, company.name, paper.news)] }),
  }
}

function exhibitOf(report: string, name: string, news: readonly string[]) {
  const paragraphs = news.map((line) => `<p>${escape(line)}</p>`).join('\n')
  return {
    type: 'EX-99.1',
    name: report.replace('.htm', 'ex991.htm'),
    mediaType: 'text/html',
    body: Buffer.from(`<!DOCTYPE html>
<html><head><title>EX-99.1</title></head><body>
<p>${escape(name)} Reports Results</p>
${paragraphs}
</body></html>
`),
  }
}

function documentOf(name: string, ticker: string, date: string, { form, text }: Paper): string {
  const paragraphs = text.map((line) => `<p>${escape(line)}</p>`).join('\n')
  return `<!DOCTYPE html>
<html><head><title>${escape(name)} ${form} (simulated)</title></head><body>
<p>UNITED STATES SECURITIES AND EXCHANGE COMMISSION</p><p>FORM ${form}</p>
<p>Date of Report: ${date}</p><p>${escape(name)}</p>
<p>(Exact name of registrant as specified in its charter)</p>
<table><tr><td>Common Stock</td><td>${ticker}</td><td>Simulated Exchange</td></tr></table>
${paragraphs}
<p>SIGNATURE. This filing is simulated; the company does not exist.</p>
</body></html>
`
}
