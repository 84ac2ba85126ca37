/** Reason codes in words. A code without words here is shown as its own words. */

const words: Readonly<Record<string, string>> = {
  // Documents
  ingested: 'Fetched',
  parsed: 'Read',
  low_quality: 'Too poor to use',
  no_text: 'No text in it',
  untracked: 'No company we track',
  extracted: 'Understood',
  classified: 'World event',
  extraction_failed: 'Could not be understood',
  no_tracked_company: 'No tracked company is named',
  // Recommendations
  informational: 'For information',
  paper_eligible: 'May trade on paper',
  live_eligible: 'May trade live',
  // Orders
  intent: 'About to be sent',
  submitted: 'With the broker',
  partially_filled: 'Partly filled',
  unknown: 'Broker’s answer unknown',
  // Breakers
  daily_loss: 'Daily loss limit',
  single_position: 'Single position loss',
  volatility: 'Market too volatile',
  manual: 'Set by an operator',
  emergency: 'Emergency stop',
  // Delivery
  invalid_job: 'The job does not fit its contract',
  deliveries_exhausted: 'Failed too often',
  // Pipeline
  dead_letters: 'Has dead letters',
  stage_paused: 'Paused by an operator',
  redis_silent: 'Redis does not answer',
}

/** Words for a code: its own line above, or the code with spaces. */
export function wordsFor(code: string): string {
  const own = words[code]
  if (own) return own
  const text = code.replaceAll('_', ' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}
