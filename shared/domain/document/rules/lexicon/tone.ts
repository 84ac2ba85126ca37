/** Adjectives and nouns that colour whatever they stand by. */

import type { Theme } from './entry.ts'

export const tone: Theme = [
  {
    form: 'adjective',
    words: `
      strong robust solid healthy upbeat buoyant resilient impressive stellar brisk stunning
    `,
    polarity: 0.5,
  },
  {
    form: 'adjective',
    words: `
      good great excellent happy positive favourable favorable promising optimistic confident
      hopeful encouraging rosy
    `,
    polarity: 0.45,
  },
  {
    form: 'adjective',
    words: `
      better best superior lucrative rich efficient innovative leading bright
    `,
    polarity: 0.35,
  },
  {
    form: 'adjective',
    words: `
      weak poor bad dismal disappointing sluggish tepid lacklustre lackluster muted soft
      anaemic anemic subdued dull
    `,
    polarity: -0.5,
  },
  {
    form: 'adjective',
    words: `
      worst worse terrible horrible awful dire grim bleak catastrophic disastrous
    `,
    polarity: -0.65,
  },
  {
    form: 'adjective',
    words: `
      negative pessimistic cautious uncertain volatile choppy nervous jittery shaky worried
      wary fragile sour painful tough difficult risky vulnerable
    `,
    polarity: -0.4,
  },
  {
    form: 'adjective',
    words: `
      troubled embattled beleaguered ailing struggling distressed debt-laden cash-strapped
      scandal-hit stressed toxic
    `,
    polarity: -0.6,
  },
  {
    form: 'adjective',
    words: `
      stronger firmer re-rated oversubscribed over-subscribed evergreen dominant
    `,
    polarity: 0.5,
  },
  {
    form: 'adjective',
    words: `
      weaker softer wobbly stretched overpriced imprudent uncompetitive unviable
      bearish-looking
    `,
    polarity: -0.5,
  },
  {
    form: 'phrase',
    words: `
      good_bet safe_bet better_bet best_bet bet_big_on rides_high respite comeback
      makes_comeback feel-good
    `,
    polarity: 0.5,
    object: 0.5,
  },
  {
    form: 'phrase',
    words: `
      short-sell shortsell clear_sell do_not_recommend say_no_to stiff_resistance
      face_resistance key_resistance takes_toll taking_toll casts_shadow cast_shadow in_limbo
      not_prudent resistance
    `,
    polarity: -0.45,
    object: -0.45,
  },
  {
    form: 'verb',
    words: `
      wilt fizzle wobble sputter crumble bleed swoon stutter
    `,
    polarity: -0.55,
  },
  {
    form: 'noun',
    words: `
      optimism confidence hope momentum strength resilience opportunity tailwind improvement
      success
    `,
    polarity: 0.4,
  },
  {
    form: 'noun',
    words: `
      fear worry concern anxiety uncertainty weakness pressure risk threat pessimism doubt
      caution panic jitters woe tension slowdown
    `,
    polarity: -0.4,
  },
  {
    form: 'noun',
    words: `
      problem challenge difficulty failure damage flaw mistake disappointment damage
    `,
    polarity: -0.4,
  },
  {
    form: 'phrase',
    words: `
      shines cheers upbeat_outlook bright_spot safe_haven sweet_spot poised_to on_track
      back_on_track ahead_of_schedule
    `,
    polarity: 0.45,
  },
  {
    form: 'phrase',
    words: `
      no_relief running_out dried_up bubble ponzi overhang stuck stranded loser losers
      worst_day worst_week worst_month worst_year
    `,
    polarity: -0.5,
  },
]
