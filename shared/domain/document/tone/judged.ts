/** What a quick judge of tone, FinBERT, says of a sentence. */

export const TONES = ['positive', 'negative', 'neutral'] as const
export type Tone = (typeof TONES)[number]

/** The likeliest class, how likely it is, and how likely each is. */
export type JudgedTone = { sentiment: Tone; confidence: number; chances: Record<Tone, number> }

/** The name that its readings bear. */
export const FINBERT = 'finbert'

/** What counts for nothing: another decides. */
export const UNSURE: JudgedTone = {
  sentiment: 'neutral',
  confidence: 0,
  chances: { positive: 0, negative: 0, neutral: 0 },
}
