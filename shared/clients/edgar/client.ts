/** SEC EDGAR: which filings a company made, and their primary documents. */

import * as v from 'valibot'
import { newYorkInstant } from '../../domain/market/calendar.ts'
import { PermanentFault } from '../../host/faults.ts'
import { expectGood, readJsonAnswer, type Answer } from '../guarded/answer.ts'
import { openGuardedFetch } from '../guarded/fetch.ts'

export type EdgarOptions = {
  dataBaseUrl: string
  baseUrl: string
  userAgent: string
  /** Requests this process may begin in a second; EDGAR allows ten an address. */
  perSecond: number
}

export type EdgarFiling = {
  cik: string
  accessionNumber: string
  form: string
  acceptedAt: Date
  primaryDocument: string
  description: string
  /** 8-K items such as `2.02,9.01`. */
  items: string
}

export type Edgar = {
  /** The company's recent filings, oldest first. */
  filings(cik: string, signal: AbortSignal): Promise<EdgarFiling[]>
  document(
    filing: EdgarFiling,
    signal: AbortSignal,
  ): Promise<{ bytes: Buffer; mediaType: 'text/html' | 'text/plain'; url: string }>
}

/** Where people find what we fetched, whichever mirror it came from. */
const PUBLIC_URL = 'https://www.sec.gov'
const BYTES_MAX = 32 * 1024 * 1024
/** What EDGAR answers with to those who ask too fast. */
const SLOW_DOWN = [403]

const Texts = v.array(v.string())
const Submissions = v.looseObject({
  filings: v.looseObject({
    recent: v.looseObject({
      accessionNumber: Texts,
      acceptanceDateTime: Texts,
      form: Texts,
      primaryDocument: Texts,
      primaryDocDescription: v.optional(Texts, []),
      items: v.optional(Texts, []),
    }),
  }),
})

/** A client that waits its turn before each request. */
export function openEdgar(options: EdgarOptions): Edgar {
  const headers = { 'user-agent': options.userAgent, 'accept-encoding': 'gzip, deflate' }
  const guardedFetch = openGuardedFetch({
    allowHosts: [options.dataBaseUrl, options.baseUrl].map((url) =>
      new URL(url).host.toLowerCase(),
    ),
  })
  const turn = pace(1000 / options.perSecond)
  const ask = async (url: string, signal: AbortSignal): Promise<Answer> => {
    await turn(signal)
    return expectGood(
      await guardedFetch(url, { headers, signal, rawMax: BYTES_MAX, bytesMax: BYTES_MAX }),
      SLOW_DOWN,
    )
  }
  return {
    async filings(cik, signal) {
      return readSubmissions(
        cik,
        await ask(`${options.dataBaseUrl}/submissions/CIK${cik}.json`, signal),
      )
    },
    async document({ cik, accessionNumber, primaryDocument }, signal) {
      const folder = `${Number(cik)}/${accessionNumber.replaceAll('-', '')}`
      const path = `/Archives/edgar/data/${folder}/${primaryDocument}`
      const answer = await ask(options.baseUrl + path, signal)
      const mediaType = /\.txt$/i.test(primaryDocument) ? 'text/plain' : 'text/html'
      return { bytes: answer.body, mediaType, url: PUBLIC_URL + path }
    },
  }
}

function readSubmissions(cik: string, answer: Answer): EdgarFiling[] {
  const read = v.safeParse(Submissions, readJsonAnswer(answer))
  if (!read.success) {
    throw new PermanentFault(
      'source_malformed',
      `Read the submissions of ${cik}: ${read.issues[0].message}`,
    )
  }
  const { recent } = read.output.filings
  return recent.accessionNumber
    .flatMap((accessionNumber, place) => {
      const acceptedAt = easternInstant(recent.acceptanceDateTime[place] ?? '')
      const form = recent.form[place]
      const primaryDocument = recent.primaryDocument[place]
      if (!acceptedAt || !form || !primaryDocument) return []
      const description = recent.primaryDocDescription[place] ?? ''
      return [
        {
          cik,
          accessionNumber,
          form,
          acceptedAt,
          primaryDocument,
          description,
          items: recent.items[place] ?? '',
        },
      ]
    })
    .sort(
      (a, b) =>
        a.acceptedAt.getTime() - b.acceptedAt.getTime() ||
        (a.accessionNumber < b.accessionNumber ? -1 : 1),
    )
}

/**
 * EDGAR writes New York time and puts a Z behind it: the filing that its own header says was
 * accepted at 06:02:24 Eastern reads `06:02:24.000Z`. Taken as UTC, filings would be known hours
 * before they were made.
 */
function easternInstant(text: string): Date | undefined {
  const wall = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})/.exec(text)
  return wall?.[1] && wall[2] && !Number.isNaN(Date.parse(`${wall[0]}Z`))
    ? newYorkInstant(wall[1], wall[2])
    : undefined
}

/** Lets calls through one after the other, `gapMs` of real time apart. */
function pace(gapMs: number): (signal: AbortSignal) => Promise<void> {
  let freeAt = 0
  return async (signal) => {
    const at = Math.max(freeAt, performance.now())
    freeAt = at + gapMs
    const wait = at - performance.now()
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
    signal.throwIfAborted()
  }
}
