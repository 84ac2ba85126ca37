/** EDGAR: lists of filings by company (data.sec.gov) and the filings themselves (www.sec.gov). */

import { newYorkDate } from '#shared/domain/market/calendar.ts'
import type { Clock } from '#shared/host/clock.ts'
import {
  escape,
  html,
  json,
  type WorldAnswer,
  type WorldRequest,
  type WorldRoute,
} from '../http/answer.ts'
import type { ClientLimit } from '../http/limit.ts'
import type { World, WorldFiling } from '../contents/world.ts'
import { makeFacts } from '../simulated/facts.ts'
import { fileOfFiling } from './edgar-filing.ts'
import { acceptanceText } from './edgar-time.ts'

export type EdgarSource = { world: World; clock: Clock; limit: ClientLimit | undefined }

/** `/submissions/CIK##########.json` and `/api/xbrl/companyfacts/CIK##########.json`. */
export function edgarDataRoute(source: EdgarSource): WorldRoute {
  return (ask) => {
    const refusal = refuse(source, ask)
    if (refusal) return refusal
    const cik = /^\/submissions\/CIK(\d{10})\.json$/.exec(ask.path)?.[1]
    const factsOf = /^\/api\/xbrl\/companyfacts\/CIK(\d{10})\.json$/.exec(ask.path)?.[1]
    const answer =
      cik === undefined
        ? factsOf === undefined
          ? undefined
          : companyFacts(source, factsOf)
        : submissionsOf(source, cik)
    return answer ? json(200, answer, NO_STORE) : noSuchKey(ask)
  }
}

/** `/Archives/edgar/data/{cik}/{accession number without dashes}/{file}`. */
export function edgarArchiveRoute(source: EdgarSource): WorldRoute {
  return (ask) => {
    const refusal = refuse(source, ask)
    if (refusal) return refusal
    const [, cik, accession, name] =
      /^\/Archives\/edgar\/data\/(\d{1,10})\/(\d{18})\/([^/]+)$/.exec(ask.path) ?? []
    const filing = source.world.filings.find(
      (each) =>
        Number(each.cik) === Number(cik) &&
        each.accessionNumber.replaceAll('-', '') === accession &&
        each.filedAt <= source.clock.now(),
    )
    return (filing && fileOfFiling(filing, name ?? '')) ?? noSuchKey(ask)
  }
}

const NO_STORE = { 'cache-control': 'max-age=0, no-cache, no-store', pragma: 'no-cache' }

/** EDGAR wants to know who asks (an address in User-Agent), and at most ten times a second. */
function refuse({ limit }: EdgarSource, { headers }: WorldRequest): WorldAnswer | undefined {
  const agent = headers['user-agent'] ?? ''
  if (!/\S+@\S+\.\S+/.test(agent)) {
    return notice(
      403,
      'Undeclared Automated Tool',
      'Your request originates from an undeclared automated tool. Please declare your traffic ' +
        'by updating your user agent to include company specific information.',
    )
  }
  if (limit && !limit.take(agent)) {
    return notice(
      429,
      'Request Rate Threshold Exceeded',
      'Your request rate has exceeded the SEC’s maximum allowable requests per second. ' +
        'Your access to SEC.gov will be limited for 10 minutes.',
    )
  }
  return undefined
}

function notice(status: number, title: string, text: string): WorldAnswer {
  return html(
    status,
    `<!DOCTYPE html>
<html lang="en"><head><title>SEC.gov | ${title}</title></head>
<body><h1>${title}</h1><p>${text}</p></body></html>
`,
  )
}

function noSuchKey({ path }: WorldRequest): WorldAnswer {
  const body = `<?xml version="1.0" encoding="UTF-8"?>
<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message><Key>${escape(
    path.slice(1),
  )}</Key><RequestId>WORLD</RequestId><HostId>world</HostId></Error>`
  return { status: 404, headers: { ...NO_STORE, 'content-type': 'application/xml' }, body }
}

/** Only simulated companies report figures here; those of real ones are not made up. */
function companyFacts({ world, clock }: EdgarSource, cik: string) {
  const company = world.companies.find((each) => each.cik === cik)
  if (world.label !== 'simulated' || !company) return undefined
  return makeFacts(world.seed, { ...company, cik }, newYorkDate(clock.now()))
}

/** What EDGAR knows of a company, newest filing first; undefined for an unknown CIK. */
function submissionsOf({ world, clock }: EdgarSource, cik: string) {
  const company = world.companies.find((each) => each.cik === cik)
  const all = world.filings.filter((filing) => filing.cik === cik)
  const name = company?.name ?? all.find(({ registrant }) => registrant)?.registrant
  if (name === undefined) return undefined
  const now = clock.now()
  const filed = all.filter(({ filedAt }) => filedAt <= now).toReversed()
  return {
    ...ENTITY,
    cik,
    name,
    tickers: company ? [company.ticker] : [],
    exchanges: company ? ['NYSE'] : [],
    filings: { recent: columnsOf(filed), files: [] },
  }
}

const ADDRESS = {
  street1: '',
  street2: '',
  city: '',
  stateOrCountry: '',
  zipCode: '',
  stateOrCountryDescription: '',
  isForeignLocation: null,
  foreignStateTerritory: null,
  country: null,
  countryCode: null,
}

const ENTITY = {
  cik: '',
  entityType: 'operating',
  sic: '',
  sicDescription: '',
  ownerOrg: null,
  insiderTransactionForOwnerExists: 0,
  insiderTransactionForIssuerExists: 0,
  name: '',
  tickers: [],
  exchanges: [],
  ein: '000000000',
  lei: null,
  description: '',
  website: '',
  investorWebsite: '',
  category: '',
  fiscalYearEnd: '1231',
  stateOfIncorporation: '',
  stateOfIncorporationDescription: '',
  addresses: { mailing: ADDRESS, business: ADDRESS },
  phone: '',
  flags: '',
  formerNames: [],
}

/** EDGAR's table of filings, a list a column. */
function columnsOf(filed: readonly WorldFiling[]) {
  const column = <T>(pick: (filing: WorldFiling) => T) => filed.map(pick)
  return {
    accessionNumber: column(({ accessionNumber }) => accessionNumber),
    filingDate: column(({ filedAt }) => newYorkDate(filedAt)),
    reportDate: column(({ filedAt }) => newYorkDate(filedAt)),
    acceptanceDateTime: column(({ cik, filedAt }) => acceptanceText(cik, filedAt)),
    act: column(() => '34'),
    form: column(({ form }) => form),
    fileNumber: column(() => ''),
    filmNumber: column(() => ''),
    items: column(({ items }) => items ?? ''),
    core_type: column(({ form }) => form),
    size: column(({ body }) => body.length),
    isXBRL: column(() => 0),
    isInlineXBRL: column(() => 0),
    primaryDocument: column(({ primaryDocument }) => primaryDocument),
    primaryDocDescription: column(({ form, movedFrom }) =>
      movedFrom === undefined ? form : `${form} (of ${movedFrom}, moved into the replay)`,
    ),
  }
}
