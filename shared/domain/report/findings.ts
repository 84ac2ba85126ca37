/**
 * What a report finds, in plain sentences: each one of its numbers, with how sure that is. Where there is
 * nothing it says so; it never says why, since no number shows that.
 */

import type { CountedShare, FINDING_ABOUTS, ReportBody } from '../../contracts/api/report-body.ts'
import { shareInterval } from '../statistics/share-interval.ts'
import { dollarsText, namesText, percentText, plural, wordsOfCode } from './words.ts'

type About = (typeof FINDING_ABOUTS)[number]
type Findings = ReportBody['findings']
type Said = Omit<ReportBody, 'findings'>

/** Fewer than these say nothing of how good anything is. */
const FEW = 20

/** By what they are about, in the order of the report. */
export function findingsOf(said: Said): Findings {
  const about = (name: About, sentences: readonly string[]) =>
    sentences.map((says) => ({ about: name, says }))
  return [
    ...about('books', booksSay(said)),
    ...about('money', moneySays(said)),
    ...about('trades', tradesSay(said)),
    ...about('checks', checksSay(said)),
    ...about('signals', signalsSay(said)),
    ...about('quality', qualitySays(said)),
    ...about('incidents', incidentsSay(said)),
    ...about('planned', plansSay(said)),
  ]
}

function booksSay({ reconciliation }: Said): string[] {
  const apart = reconciliation.filter(({ holds }) => !holds)
  return apart.map(
    ({ name, reported, books, difference }) =>
      `${capital(wordsOfCode(name))}: the report says ${dollarsText(reported)}, the books ${dollarsText(books)}; they are apart by ${dollarsText(difference)}.`,
  )
}

function moneySays({ money, type, sessions }: Said): string[] {
  const stretch = type === 'daily' ? 'day' : 'week'
  if (money === null)
    return ['No reading of an account up to the end of the period, so nothing is said of money.']
  const none = sessions.length === 0 ? [`No session in this ${stretch}.`] : []
  const share = money.share === null ? '' : ` (${percentText(money.share)})`
  const profit = Number(money.profit)
  const came =
    profit === 0
      ? `The ${stretch} brought neither profit nor loss`
      : `The ${stretch} brought a ${profit > 0 ? 'profit' : 'loss'} of ${dollarsText(money.profit.replace('-', ''))}${share}`
  const flows = Number(money.flows)
  const flowed =
    money.fromAt === null
      ? [`The books of this account began in this ${stretch}, with ${dollarsText(money.flows)}.`]
      : flows === 0
        ? []
        : [
            `${dollarsText(money.flows.replace('-', ''))} ${flows > 0 ? 'was paid in' : 'was taken out'}; it counts as neither profit nor loss.`,
          ]
  return [
    ...none,
    `${came}; equity ends at ${dollarsText(money.toEquity)}.`,
    ...flowed,
    againstOthers(money),
    ...drawnDown(money),
  ]
}

function againstOthers({
  share,
  spy,
  spyLacks,
  benchmark: cash,
}: NonNullable<Said['money']>): string {
  if (spyLacks === 'spy_not_followed')
    return `There are no prices of SPY, so the account is compared with cash alone, which ${cashEarned(cash)}.`
  if (spy === null || share === null)
    return `The last close of SPY was not known yet, so the account is compared with cash alone, which ${cashEarned(cash)}.`
  return `In the same time SPY moved by ${percentText(spy)} and the account by ${percentText(share)}; cash ${cashEarned(cash)}. One stretch says nothing of skill.`
}

/** Reports of an older form say nothing of it. */
function cashEarned(cash: NonNullable<Said['money']>['benchmark']): string {
  if (!cash || cash.rate === 0) return 'is taken to earn nothing'
  return `came to ${percentText(cash.share, 3)} at ${cash.rate.toFixed(2)} % a year`
}

function drawnDown({ drawdown, since }: NonNullable<Said['money']>): string[] {
  if (drawdown.worst === 0 || !since) return []
  const from = since.isWhole ? 'Since the beginning' : `Since ${since.date}`
  return [
    `${from} the account was at worst ${below(drawdown.worst)} below its highest, on ${drawdown.on}; now it is ${below(drawdown.now)} below.`,
  ]
}

const below = (share: number) => percentText(-share).replace('+', '')

function tradesSay({ trades, money }: Said): string[] {
  if (money === null) return []
  if (trades.length === 0) return ['Nothing was bought or sold.']
  const ended = trades.filter(({ state }) => state === 'ended')
  const won = ended.filter(({ whole }) => Number(whole) > 0).length
  const held = trades.length - ended.length
  const open =
    held > 0
      ? [`Of ${plural(held, 'position')} something was bought or sold, and some is still held.`]
      : []
  if (ended.length === 0) return ['No trade ended.', ...open]
  const few =
    ended.length < FEW
      ? '; that few says nothing'
      : ` (${boundsText(shareInterval(won, ended.length))}, had each gone by itself); trades that move together say less than their number`
  return [`${won} of ${plural(ended.length, 'trade')} that ended won${few}.`, ...open]
}

function checksSay({ checks, money }: Said): string[] {
  if (money === null) return []
  const stopped = checks.reduce((sum, check) => sum + check.stopped, 0)
  if (checks.length === 0) return ['No check stopped a purchase.']
  const sure = checks.filter(({ interval }) => interval && (interval.from > 0 || interval.to < 0))
  const told = sure.map(({ code, saved, interval }) => {
    // What it cost is said without a sign, and so are its bounds, the smaller one first.
    const [low, high] =
      saved > 0 ? [interval!.from, interval!.to] : [-interval!.to, -interval!.from]
    return `The check “${wordsOfCode(code)}” ${saved > 0 ? 'saved' : 'cost'} ${dollarsText(String(Math.abs(saved)))} (${dollarsText(String(low))} to ${dollarsText(String(high))} in 95 of 100 cases).`
  })
  const first =
    stopped === 0
      ? 'No check stopped a purchase.'
      : `Checks stopped ${plural(stopped, 'purchase')} or made them smaller.`
  return [
    first,
    ...(told.length > 0 ? told : ['Of no check it can be told whether that saved or cost money.']),
  ]
}

function signalsSay({ signals, sessions }: Said): string[] {
  if (sessions.length === 0) return []
  if (signals.priced.length === 0)
    return ['Prices of the period were not known yet, so no signal is held against them.']
  if (signals.byWindow.length === 0)
    return ['No trend took a side before a session whose prices are known.']
  return signals.byWindow.map((one) => `Trends ${windowText(one.name)}: ${shareSays(one)}`)
}

function windowText(window: string): string {
  if (window === 'intraday') return 'within a day'
  return `over ${window === '1d' ? '1 day' : window.replace('d', ' days')}`
}

/** Half are borne out by chance. */
function shareSays({ hits, tried, low, high }: CountedShare): string {
  const verdict =
    low > 0.5
      ? 'more often than chance, had each gone by itself'
      : high < 0.5
        ? 'less often than chance, had each gone by itself'
        : 'no more than chance would'
  return `${hits} of ${tried} went the way they said (${boundsText({ low, high })}): ${tried < FEW ? 'that few says nothing' : verdict}.`
}

/** `21 % to 94 % in 95 of 100 cases`. */
function boundsText({ low, high }: { low: number; high: number }): string {
  const text = (share: number) => percentText(share, 0).replace('+', '')
  return `${text(low)} to ${text(high)} in 95 of 100 cases`
}

function qualitySays({ quality }: Said): string[] {
  const read = quality.readings.reduce((sum, { readings }) => sum + readings, 0)
  const failed = quality.calls.filter(({ outcome }) => outcome !== 'answered' && outcome !== 'kept')
  const calls = quality.calls.reduce((sum, { count }) => sum + count, 0)
  const lost = failed.reduce((sum, { count }) => sum + count, 0)
  return [
    read === 0
      ? 'No document was read.'
      : `${plural(read, 'reading')} of documents, by ${namesText(quality.readings.map(({ model }) => model))}.`,
    ...(calls > 0 ? [`${lost} of ${plural(calls, 'call')} of models failed.`] : []),
  ]
}

function incidentsSay({ incidents, moreIncidents }: Said): string[] {
  const count = incidents.length + moreIncidents
  return [count === 0 ? 'No incident was noted.' : `${plural(count, 'incident')} noted.`]
}

function plansSay({ planned }: Said): string[] {
  if (planned === null) return ['It was made too late to say what was planned then.']
  const { approvals, exits, held } = planned
  if (approvals.length + exits.length + held.length === 0)
    return ['Nothing is held, and nothing waits.']
  return [
    `${plural(held.length, 'position')} held; ${plural(exits.length, 'exit')} on the way; ${plural(approvals.length, 'entry', 'entries')} for a person to approve.`,
  ]
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
