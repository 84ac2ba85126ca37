/** Reads what a question to Polygon's aggregates says; what it cannot mean is refused. */

import { newYorkInstant, shiftDate } from '#shared/domain/market/calendar.ts'
import type { WorldRequest } from '../http/answer.ts'
import { PolygonRefusal } from './polygon-refusal.ts'

export function boundOf(name: string, text: string, time: string): Date {
  if (/^\d{12,14}$/.test(text)) return new Date(Number(text))
  const real =
    /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) && shiftDate(text, 0) === text
  if (real) return newYorkInstant(text, time)
  throw new PolygonRefusal(
    `Could not parse the time parameter: '${name}'. Use YYYY-MM-DD or Unix MS Timestamps`,
  )
}

export function limitOf(
  { query }: WorldRequest,
  name: string,
  usual: number,
  most: number,
): number {
  const value = Number(query.get(name) ?? usual)
  if (Number.isInteger(value) && value >= 1 && value <= most) return value
  throw new PolygonRefusal(`${name} must be a number from 1 to ${most}`)
}

export function adjusted({ query }: WorldRequest): boolean {
  return query.get('adjusted') !== 'false'
}
