/** SEC EDGAR: lists of filings and facts (data.sec.gov), and what was filed (www.sec.gov). */

import { PermanentFault } from '../../host/faults.ts'
import { expectGood, readJsonAnswer, type Answer } from '../guarded/answer.ts'
import { openOwnTurns } from '../pace/own-turns.ts'
import type { Pacer } from '../pace/pacer.ts'
import { edgarPacer } from '../pace/vendors.ts'
import { openGuardedFetch } from '../guarded/fetch.ts'

export type EdgarOptions = {
  dataBaseUrl: string
  baseUrl: string
  userAgent: string
  /** Requests that may begin in a second where no pacer keeps count; EDGAR allows ten an address. */
  perSecond: number
  pacer?: Pacer
}

/** Where one filing lies. */
export type FilingPlace = { cik: string; accessionNumber: string }

export type FilingFile = {
  bytes: Buffer
  /** False where only the beginning was taken. */
  isWhole: boolean
  contentType: string
  /** Where people find it, whichever mirror it came from. */
  url: string
}

export type Edgar = {
  /** `CIK….json`, or by name one of its further files. */
  submissions(cik: string, signal: AbortSignal, name?: string): Promise<unknown>
  /** `companyfacts/CIK….json`. */
  facts(cik: string, signal: AbortSignal): Promise<unknown>
  /** The first `bytesMax` bytes of a file of a filing. */
  file(
    place: FilingPlace,
    name: string,
    ask: { bytesMax: number; signal: AbortSignal },
  ): Promise<FilingFile>
}

const PUBLIC_URL = 'https://www.sec.gov'
const BYTES_MAX = 32 * 1024 * 1024
/** What EDGAR answers with to those who ask too fast. */
const SLOW_DOWN = [403]

/** A client that waits its turn before each request. */
export function openEdgar(options: EdgarOptions): Edgar {
  const headers = { 'user-agent': options.userAgent, 'accept-encoding': 'gzip, deflate' }
  const guardedFetch = openGuardedFetch({
    allowHosts: [options.dataBaseUrl, options.baseUrl].map((url) =>
      new URL(url).host.toLowerCase(),
    ),
  })
  const pacer = options.pacer ?? edgarPacer(openOwnTurns(), options.perSecond)
  const ask = async (url: string, signal: AbortSignal, keepFirst?: number): Promise<Answer> => {
    saysWhoAsks(options.userAgent)
    await pacer.turn(signal)
    const limits = { rawMax: BYTES_MAX, bytesMax: BYTES_MAX, keepFirst }
    const answer = await guardedFetch(url, { headers, signal, ...limits })
    if (!isMissing(answer)) await pacer.told(answer.headers, answer.status)
    return expectGood(isMissing(answer) ? { ...answer, status: 404 } : answer, SLOW_DOWN)
  }
  return {
    async submissions(cik, signal, name = `CIK${cik}.json`) {
      const answer = await ask(`${options.dataBaseUrl}/submissions/${name}`, signal).catch(
        (fault: unknown) => {
          if (!(fault instanceof PermanentFault) || fault.reason !== 'source_gone') throw fault
          throw new PermanentFault('source_gone', `EDGAR knows no company ${cik}`, { cause: fault })
        },
      )
      return readJsonAnswer(answer)
    },
    async facts(cik, signal) {
      const url = `${options.dataBaseUrl}/api/xbrl/companyfacts/CIK${cik}.json`
      return readJsonAnswer(await ask(url, signal))
    },
    async file({ cik, accessionNumber }, name, { bytesMax, signal }) {
      const folder = `/Archives/edgar/data/${Number(cik)}/${accessionNumber.replaceAll('-', '')}`
      const path = `${folder}/${name.split('/').map(encodeURIComponent).join('/')}`
      const answer = await ask(options.baseUrl + path, signal, bytesMax)
      return {
        bytes: answer.body,
        isWhole: answer.body.length < bytesMax,
        contentType: answer.headers.get('content-type') ?? '',
        url: PUBLIC_URL + path,
      }
    },
  }
}

/** EDGAR's rule of fair access: whoever asks names himself and an address to write to. */
function saysWhoAsks(userAgent: string): void {
  if (/\S+@\S+\.\S+/.test(userAgent)) return
  throw new PermanentFault(
    'source_refuses_us',
    `Ask EDGAR: expected a name and an e-mail address in EDGAR_USER_AGENT, found "${userAgent}"`,
  )
}

/** Its store says 403 of some files that are not there; people are refused in HTML. */
function isMissing({ status, body }: Answer): boolean {
  return status === 403 && /<Code>(?:AccessDenied|NoSuchKey)</.test(body.toString('latin1', 0, 500))
}
