/** Readings whose confidence says how often such a reading is right, by what an evaluation found. */

import { roundScore } from '../score.ts'
import { alongPoints, type Points } from '../statistics/points.ts'
import type { Extraction } from '../document/reading/reading.ts'

/**
 * The same extraction with each company's confidence read off the points; what the reader said of itself
 * is kept as `rawConfidence`. Of whom nothing is said, nothing is claimed.
 */
export function calibrateExtraction(extraction: Extraction, points: Points): Extraction {
  const companies = extraction.companies.map((company) => {
    // The points are of who read the rest.
    if (company.by) return company
    const raw = company.rawConfidence ?? company.confidence
    const confidence = raw === 0 ? 0 : Math.max(0, Math.min(1, alongPoints(points, raw)))
    return { ...company, confidence: roundScore(confidence), rawConfidence: raw }
  })
  const confidence = Math.max(0, ...companies.map((company) => company.confidence))
  return { ...extraction, companies, confidence }
}
