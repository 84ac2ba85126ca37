/**
 * Reason codes in words. The words are those of docs/CODES.md, read when the page is built; only
 * the states of documents, orders and the pipeline, which are no reasons, have theirs here.
 */

import tables from '../../../docs/CODES.md?raw'

const states: Readonly<Record<string, string>> = {
  ingested: 'Fetched',
  parsed: 'Read',
  low_quality: 'Too poor to use',
  no_text: 'No text in it',
  untracked: 'No company we track',
  extracted: 'Understood',
  classified: 'World event',
  parse_failed: 'Not parsed',
  extraction_failed: 'Not understood',
  informational: 'For information',
  paper_eligible: 'May trade on paper',
  live_eligible: 'May trade live',
  intent: 'About to be sent',
  submitted: 'With the broker',
  partially_filled: 'Partly filled',
  unknown: 'Broker’s answer unknown',
  daily_loss: 'Daily loss limit',
  single_position: 'Single position loss',
  volatility: 'Market too volatile',
  manual: 'Set by an operator',
  emergency: 'Emergency stop',
  dead_letters: 'Has dead letters',
  stage_paused: 'Paused by an operator',
  redis_silent: 'Redis does not answer',
  model_away: 'Model away',
  model_busy: 'Model busy',
  model_no_model: 'Model missing',
  model_no_key: 'Model refuses our key',
  model_unwell: 'Model fails',
  live: 'Live',
  connecting: 'Connects',
  waiting: 'Waits to try again',
  resting: 'Rests',
  silent: 'Nobody keeps it',
  failing: 'Failing',
  incomplete: 'Incomplete',
  waiting_turn: 'Waits for its turn',
  untried: 'Not tried yet',
  healthy: 'Works',
  paused: 'Paused',
  succeeded: 'Went well',
  partly: 'In part',
  put_off: 'Put off',
  failed: 'Failed',
  broker: 'Broker',
  reference: 'Splits and details',
  market_api: 'Prices',
  alpaca_bars: 'Prices of Alpaca',
  filings_api: 'Filings',
  news_api: 'News',
  macro_news: 'World news',
  web_scrape: 'Feed or page',
  global_leader: 'Global leader',
}

const reasons = readTables(tables)

/** Words for a code: a state's, the documented reason's, or the code with spaces. */
export function wordsFor(code: string): string {
  return states[code] ?? capitalise(reasons.get(code) ?? code.replaceAll('_', ' '))
}

/** Codes that the documented tables say stand there, such as in `decisions`, by their words. */
export function codesIn(where: string): (readonly [code: string, words: string])[] {
  const rows = tables.matchAll(/^\| `([a-z0-9_]+)` \| [^|]+ \| ([^|]+?) \|/gm)
  const codes = new Set(
    [...rows].flatMap(([, code, places]) => (places!.split(', ').includes(where) ? [code!] : [])),
  )
  return [...codes]
    .map((code) => [code, wordsFor(code)] as const)
    .sort(([, one], [, other]) => one.localeCompare(other))
}

/** Rows `| \`code\` | words | where |` of a Markdown text. */
export function readTables(markdown: string): Map<string, string> {
  const rows = markdown.matchAll(/^\| `([a-z0-9_]+)` \| ([^|]+?) \|/gm)
  return new Map([...rows].map(([, code, words]) => [code ?? '', words ?? '']))
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
