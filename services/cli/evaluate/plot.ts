/** The calibration of a reader as a picture: how often it was right against how sure it was. */

import type { Bin } from './measures.ts'

const SIDE = 320
const EDGE = 40

/** An SVG of the bins; the line is where a reader is right as often as it says. */
export function plotOf(title: string, bins: readonly Bin[]): string {
  const x = (share: number) => Math.round(EDGE + share * SIDE)
  const y = (share: number) => Math.round(EDGE + (1 - share) * SIDE)
  const most = Math.max(1, ...bins.map(({ count }) => count))
  const dots = bins.map(
    ({ confidence, accuracy, count }) =>
      `<circle cx="${x(confidence)}" cy="${y(accuracy)}" r="${(3 + 7 * Math.sqrt(count / most)).toFixed(1)}" fill="#2563eb"><title>${count} answers: ${confidence.toFixed(2)} sure, ${accuracy.toFixed(2)} right</title></circle>`,
  )
  const marks = [0, 0.5, 1].flatMap((share) => [
    `<text x="${x(share)}" y="${y(0) + 16}" text-anchor="middle">${share}</text>`,
    `<text x="${x(0) - 6}" y="${y(share) + 4}" text-anchor="end">${share}</text>`,
  ])
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE + 2 * EDGE}" height="${SIDE + 2 * EDGE}" font-family="sans-serif" font-size="12" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<rect x="${x(0)}" y="${y(1)}" width="${SIDE}" height="${SIDE}" fill="none" stroke="#888"/>`,
    `<line x1="${x(0)}" y1="${y(0)}" x2="${x(1)}" y2="${y(1)}" stroke="#888" stroke-dasharray="4"/>`,
    `<text x="${x(0.5)}" y="20" text-anchor="middle">${escaped(title)}</text>`,
    `<text x="${x(0.5)}" y="${y(0) + 34}" text-anchor="middle">how sure</text>`,
    `<text x="12" y="${y(0.5)}" text-anchor="middle" transform="rotate(-90 12 ${y(0.5)})">how often right</text>`,
    ...marks,
    ...dots,
    '</svg>',
    '',
  ].join('\n')
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
