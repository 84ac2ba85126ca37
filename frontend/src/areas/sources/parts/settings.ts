/** The settings of each type of source, as a form asks for them. */

import type { WatchedSource } from '#shared/contracts/api/sources.ts'
import { redditSettings } from './reddit-settings.ts'

export type SourceType = WatchedSource['sourceType']

export type Setting = {
  name: string
  words: string
  hint?: string
  isNumber?: boolean
  /** True or not set. */
  isFlag?: boolean
  /** What holds where nothing is set. */
  otherwise?: string
  choices?: readonly (readonly [value: string, words: string])[]
}

const pace: Setting = {
  name: 'polling_interval_seconds',
  words: 'Seconds between two fetches',
  hint: 'Empty: the cadence of its type.',
  isNumber: true,
}
const url: Setting = { name: 'url', words: 'Address', hint: 'http or https' }
const publishing: readonly Setting[] = [
  {
    name: 'time_zone',
    words: 'Time zone of its dates',
    hint: 'Where a date names none: Europe/Berlin. Empty: UTC.',
  },
  {
    name: 'owner',
    words: 'Publisher',
    hint: 'A domain or a name. Empty: the domain of its address.',
  },
]
const back: Setting = {
  name: 'lookback_days',
  words: 'Days the first fetch reaches back',
  isNumber: true,
}

const settings: Readonly<Record<SourceType, readonly Setting[]>> = {
  web_scrape: [
    {
      name: 'format',
      words: 'What stands there',
      otherwise: 'page',
      choices: [
        ['feed', 'a feed (RSS or Atom)'],
        ['page', 'one page'],
      ],
    },
    url,
    ...publishing,
    back,
    pace,
  ],
  macro_news: [
    {
      name: 'format',
      words: 'Where it comes from',
      choices: [
        ['', 'the news API'],
        ['feed', 'a feed (RSS or Atom)'],
      ],
    },
    url,
    ...publishing,
    back,
    pace,
  ],
  news_api: [back, pace],
  reddit: [...redditSettings, back, pace],
  filings_api: [{ name: 'cik', words: 'Number at EDGAR', hint: 'Ten digits' }, back, pace],
  market_api: [
    {
      name: 'kind',
      words: 'Which prices',
      choices: [
        ['range', 'a company’s past'],
        ['minute', 'a company’s minutes'],
        ['grouped_daily', 'the newest session of all companies'],
      ],
    },
    {
      name: 'extended_hours',
      words: 'Minutes outside of the session',
      isFlag: true,
      choices: [
        ['', 'left out'],
        ['true', 'kept, marked'],
      ],
    },
    { name: 'history_days', words: 'Days of the past', isNumber: true },
    pace,
  ],
  reference: [
    {
      name: 'kind',
      words: 'What of the tickers',
      choices: [
        ['actions', 'splits and dividends'],
        ['details', 'details: shares, listing, earlier names'],
      ],
    },
    { name: 'history_days', words: 'Days of splits', isNumber: true },
    { name: 'dividend_days', words: 'Days of dividends', isNumber: true },
    { name: 'tickers_per_fetch', words: 'Tickers a fetch', isNumber: true },
    pace,
  ],
  alpaca_bars: [
    {
      name: 'kind',
      words: 'Which prices',
      choices: [
        ['range', 'days of the past'],
        ['minute', 'minutes of each session'],
        ['latest', 'the last minute'],
      ],
    },
    {
      name: 'feed',
      words: 'Of which exchanges',
      otherwise: 'iex',
      choices: [
        ['iex', 'IEX alone, free'],
        ['sip', 'all, as some plans hold'],
      ],
    },
    {
      name: 'extended_hours',
      words: 'Minutes outside of the session',
      isFlag: true,
      choices: [
        ['', 'left out'],
        ['true', 'kept, marked'],
      ],
    },
    { name: 'history_days', words: 'Days of the past', isNumber: true },
    pace,
  ],
  broker: [pace],
}

type Config = Readonly<Record<string, unknown>>

/** What a form asks for: the settings of the type, and whatever else stands in these. */
export function settingsOf(type: SourceType, config: Config): readonly Setting[] {
  const known = settings[type] ?? []
  const names = known.map(({ name }) => name)
  const others = Object.keys(config).filter((name) => !names.includes(name))
  return [...known, ...others.map((name): Setting => ({ name, words: name }))]
}

/** Settings as they stand in a form. */
export function toForm(type: SourceType, config: Config): Record<string, string> {
  return Object.fromEntries(
    settingsOf(type, config).map(({ name, otherwise }) => [
      name,
      textOf(config[name]) || (otherwise ?? ''),
    ]),
  )
}

/** A form as settings: what is left empty is left out, what is as it was is given back as it was. */
export function toConfig(
  type: SourceType,
  form: Readonly<Record<string, string>>,
  before: Config,
): Record<string, unknown> {
  const given = settingsOf(type, before).flatMap(
    ({ name, isNumber, isFlag, otherwise }): [string, unknown][] => {
      const text = (form[name] ?? '').trim()
      if (text === '' || (text === otherwise && before[name] === undefined)) return []
      if (text === textOf(before[name])) return [[name, before[name]]]
      if (isFlag) return [[name, text === 'true']]
      return [[name, isNumber && Number.isFinite(Number(text)) ? Number(text) : text]]
    },
  )
  return Object.fromEntries(given)
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

export const SOURCE_TYPES = Object.keys(settings) as SourceType[]
