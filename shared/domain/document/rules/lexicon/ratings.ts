/** Words of analysts, traders and those who invest. */

import type { Theme } from './entry.ts'

export const ratings: Theme = [
  { form: 'verb', words: 'upgrade', polarity: 0.2, object: 0.8 },
  { form: 'verb', words: 'downgrade', polarity: -0.3, object: -0.8 },
  { form: 'verb', words: 'accumulate', polarity: 0.4, object: 0.6 },
  { form: 'phrase', words: 'upgraded_to upgraded_by upgraded_at gets_upgrade', polarity: 0.8 },
  {
    form: 'phrase',
    words: `
      downgraded_to downgraded_by downgraded_at gets_downgrade
    `,
    polarity: -0.8,
  },
  {
    form: 'phrase',
    words: `
      upgraded_to_buy raised_to_buy raised_to_outperform raised_to_overweight
      upgraded_to_outperform upgraded_to_overweight initiated_with_buy starts_at_buy
      initiated_at_buy initiated_at_outperform started_at_buy started_at_outperform
    `,
    polarity: 0.85,
  },
  {
    form: 'phrase',
    words: `
      cut_to_sell cut_to_hold cut_to_neutral cut_to_underperform cut_to_underweight
      cuts_to_hold cuts_to_sell cuts_to_neutral cuts_to_underperform lowered_to_neutral
      lowered_to_sell downgraded_to_sell downgraded_to_hold downgraded_to_neutral
    `,
    polarity: -0.85,
  },
  {
    form: 'phrase',
    words: `
      target_raised price_target_raised pt_raised target_hiked target_upped target_lifted
      target_boosted raises_target raises_price_target ups_target lifts_target boosts_target
    `,
    polarity: 0.75,
  },
  {
    form: 'phrase',
    words: `
      target_cut target_trimmed targets_trimmed target_lowered pt_cut pt_lowered
      price_target_cut price_target_lowered cuts_target lowers_target cuts_price_target
      slashes_target
    `,
    polarity: -0.75,
  },
  {
    form: 'phrase',
    words: `
      outperform_rating overweight bullish strong_buy top_pick top_picks undervalued
      attractive cheap buy-rated multibagger multibaggers
    `,
    polarity: 0.65,
  },
  {
    form: 'phrase',
    words: `
      underweight bearish overvalued expensive overbought strong_sell underperform_rating
      avoid stay_away
    `,
    polarity: -0.6,
  },
  // The bare form is advice; who `buys` or `sells` tells little of either.
  { form: 'phrase', words: 'buy', polarity: 0.3, object: 0.45 },
  { form: 'phrase', words: 'sell', polarity: -0.3, object: -0.4 },
  { form: 'phrase', words: 'buys bought buying', polarity: 0.12, object: 0.25 },
  {
    form: 'phrase',
    words: `
      long longs calls bulls bull add_more loading_up breaking_out squeeze
    `,
    polarity: 0.25,
    object: 0.3,
  },
  {
    form: 'phrase',
    words: `
      short shorts puts bears bear breaking_down breakdown dead_cat
    `,
    polarity: -0.3,
    object: -0.35,
  },
  { form: 'verb', words: 'invest bet_on back', polarity: 0.15, object: 0.35 },
  { form: 'verb', words: 'divest dump offload exit unload', polarity: -0.15, object: -0.45 },
  {
    form: 'phrase',
    words: `
      buying_opportunity buy_on_dips go_long going_long long_setup buy_rating calls_bought
      adding_more bullish_on stay_invested
    `,
    polarity: 0.65,
    object: 0.65,
  },
  {
    form: 'phrase',
    words: `
      go_short going_short short_setup sell_rating puts_bought short_selling short-seller
      short_seller shorting sell_on_rise book_profits book_profit bearish_on
    `,
    polarity: -0.6,
    object: -0.6,
  },
  {
    form: 'phrase',
    words: `
      raises_stake raises_its_stake ups_stake hikes_stake increases_stake buys_stake
      picks_up_stake takes_stake builds_stake
    `,
    polarity: 0.25,
    object: 0.45,
  },
  {
    form: 'phrase',
    words: `
      cuts_stake trims_stake sells_stake exits_stake offloads_stake pares_stake reduces_stake
    `,
    polarity: -0.1,
    object: -0.35,
  },
]
