/** Charts of a report as SVG: one question each, labelled, without a script. */

import type { CountedShare, CurvePoint } from '../../../contracts/api/report-body.ts'
import { percentText } from '../words.ts'
import { markup, type Markup } from './markup.ts'

/** Room at the sides for letters that are larger in a narrow window (see REPORT_STYLE). */
const [WIDE, HIGH, LEFT, RIGHT, TOP, BOTTOM] = [720, 220, 96, 110, 12, 24]

type Scale = (value: number) => number

/** From one range onto another; a range of nothing lies in the middle. */
function scaleOf(
  [from, to]: readonly [number, number],
  [start, end]: readonly [number, number],
): Scale {
  const span = to - from
  return (value) =>
    span === 0 ? (start + end) / 2 : start + ((value - from) / span) * (end - start)
}

const at = (value: number) => value.toFixed(1)

/** The account's growth, SPY's where it is known and cash's where it has a rate; gaps stay gaps, and what did not move is not drawn. */
export function growthChart(curve: readonly CurvePoint[]): Markup | null {
  if (curve.length < 2) return null
  const isCashTold = curve.some(({ cash }) => (cash ?? 1) !== 1)
  const values = curve.flatMap(({ growth, spy, cash }) => [
    growth,
    ...(spy === null ? [] : [spy]),
    ...(isCashTold && cash !== undefined ? [cash] : []),
  ])
  const [low, high] = [Math.min(1, ...values), Math.max(1, ...values)]
  // Of what did not move a line says nothing.
  if (low === high) return null
  const x = scaleOf([0, curve.length - 1], [LEFT, WIDE - RIGHT])
  const y = scaleOf([low, high], [HIGH - BOTTOM, TOP])
  const last = curve.at(-1)!
  const spyLast = curve.findLast(({ spy }) => spy !== null)
  const lines = [low, 1, high].filter((value, place, all) => all.indexOf(value) === place)
  const own = pathOf(
    curve.map(({ growth }) => growth),
    x,
    y,
  )
  const spy = pathOf(
    curve.map((point) => point.spy),
    x,
    y,
  )
  const cash = pathOf(
    curve.map((point) => (isCashTold ? (point.cash ?? null) : null)),
    x,
    y,
  )
  const [ownAt, spyAt, cashAt] = apart([
    y(last.growth),
    spyLast ? y(spyLast.spy!) : undefined,
    isCashTold ? y(last.cash ?? 1) : undefined,
  ])
  return markup`<figure><svg viewBox="0 0 ${WIDE} ${HIGH}" role="img" aria-label="${`Growth from ${curve[0]!.date} to ${last.date}: the account ${percentText(last.growth - 1)}`}">
${lines.map((value) => markup`<line class="grid" x1="${LEFT}" x2="${WIDE - RIGHT}" y1="${at(y(value))}" y2="${at(y(value))}"/><text x="${LEFT - 8}" y="${at(y(value) + 4)}" text-anchor="end">${percentText(value - 1)}</text>`)}
<path class="cash" d="${cash}"/><path class="spy" d="${spy}"/><path class="own" d="${own}"/>
<text class="own-text" x="${WIDE - RIGHT + 6}" y="${at(ownAt! + 4)}">Account</text>${nameAt('spy-text', 'SPY', spyAt)}${nameAt('cash-text', 'Cash', cashAt)}
<text x="${LEFT}" y="${HIGH - 6}">${curve[0]!.date}</text><text x="${WIDE - RIGHT}" y="${HIGH - 6}" text-anchor="end">${last.date}</text>
</svg><figcaption>What a dollar became, money paid in or taken out left out, dividends of SPY put back in.</figcaption></figure>`
}

/** How far below its highest the account was. */
export function drawdownChart(curve: readonly CurvePoint[]): Markup | null {
  const low = Math.min(0, ...curve.map(({ drawdown }) => drawdown))
  if (curve.length < 2 || low === 0) return null
  const high = 120
  const x = scaleOf([0, curve.length - 1], [LEFT, WIDE - RIGHT])
  const y = scaleOf([low, 0], [high - BOTTOM, TOP])
  const points = curve.map(({ drawdown }, place) => `${at(x(place))} ${at(y(drawdown))}`)
  const area = `M${at(x(0))} ${at(y(0))}L${points.join('L')}L${at(x(curve.length - 1))} ${at(y(0))}Z`
  return markup`<figure><svg viewBox="0 0 ${WIDE} ${high}" role="img" aria-label="${`Drawdown, at worst ${percentText(low)}`}">
<line class="grid" x1="${LEFT}" x2="${WIDE - RIGHT}" y1="${at(y(0))}" y2="${at(y(0))}"/><path class="fall" d="${area}"/>
<text x="${LEFT - 8}" y="${at(y(0) + 4)}" text-anchor="end">0 %</text><text x="${LEFT - 8}" y="${at(y(low) + 4)}" text-anchor="end">${percentText(low, 1)}</text>
<text x="${LEFT}" y="${high - 6}">${curve[0]!.date}</text><text x="${WIDE - RIGHT}" y="${high - 6}" text-anchor="end">${curve.at(-1)!.date}</text>
</svg><figcaption>How far below its highest so far.</figcaption></figure>`
}

/** Shares with where they lie in 95 of 100 cases, against one half. */
export function sharesChart(shares: readonly CountedShare[]): Markup | null {
  if (shares.length === 0) return null
  const [step, left] = [28, 170]
  const high = TOP + shares.length * step + BOTTOM
  const x = scaleOf([0, 1], [left, WIDE - RIGHT])
  const bars = shares.map(({ name, hits, tried, low, high: top }, place) => {
    const middle = TOP + place * step + step / 2
    const share = tried === 0 ? 0 : hits / tried
    return markup`<text x="${left - 8}" y="${at(middle + 4)}" text-anchor="end">${name.replaceAll('_', ' ')}</text><rect class="bar" x="${left}" y="${at(middle - 7)}" width="${at(x(share) - left)}" height="14"/><line class="sure" x1="${at(x(low))}" x2="${at(x(top))}" y1="${at(middle)}" y2="${at(middle)}"/><text x="${WIDE - RIGHT + 6}" y="${at(middle + 4)}">${hits} of ${tried}</text>`
  })
  return markup`<figure><svg viewBox="0 0 ${WIDE} ${high}" role="img" aria-label="Shares borne out, with their intervals">
${bars}<line class="half" x1="${at(x(0.5))}" x2="${at(x(0.5))}" y1="${TOP}" y2="${high - BOTTOM}"/>
<text x="${at(x(0.5))}" y="${high - 6}" text-anchor="middle">one half, as by chance</text></svg>
<figcaption>The line over each bar: where the share lies in 95 of 100 cases, were each try by itself.</figcaption></figure>`
}

function pathOf(values: readonly (number | null)[], x: Scale, y: Scale): string {
  let [path, isDown] = ['', false]
  for (const [place, value] of values.entries()) {
    if (value !== null) path += `${isDown ? 'L' : 'M'}${at(x(place))} ${at(y(value))}`
    isDown = value !== null
  }
  return path
}

function nameAt(kind: string, name: string, y: number | undefined): Markup | null {
  if (y === undefined) return null
  return markup`<text class="${kind}" x="${WIDE - RIGHT + 6}" y="${at(y + 4)}">${name}</text>`
}

/** A line of letters, the larger ones. */
const LETTERS = 20

/** Labels that would lie over each other, moved apart, in their order; the lowest stays within the picture. */
function apart(places: readonly (number | undefined)[]): (number | undefined)[] {
  const moved = [...places]
  const order = [...places.keys()]
    .filter((place) => places[place] !== undefined)
    .sort((a, b) => places[a]! - places[b]!)
  let least = TOP
  for (const place of order) {
    moved[place] = Math.max(places[place]!, least)
    least = moved[place] + LETTERS
  }
  let most = HIGH - BOTTOM
  for (const place of order.toReversed()) {
    moved[place] = Math.min(moved[place]!, most)
    most = moved[place] - LETTERS
  }
  return moved
}
