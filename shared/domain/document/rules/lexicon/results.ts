/** Words of results and forecasts. */

import type { Theme } from './entry.ts'

export const results: Theme = [
  {
    form: 'verb',
    words: `
      beat surpass exceed outdo trounce crush smash
    `,
    polarity: 0.75,
    object: -0.3,
  },
  { form: 'phrase', words: 'tops topped', polarity: 0.5 },
  { form: 'verb', words: 'outperform outshine outrun', polarity: 0.7, object: -0.35 },
  {
    form: 'verb',
    words: `
      underperform lag trail disappoint underwhelm
    `,
    polarity: -0.65,
    object: 0.2,
  },
  { form: 'verb', words: 'miss', polarity: -0.6 },
  {
    form: 'phrase',
    words: `
      above_expectations above_estimates above_forecasts better_than_expected
      better-than-expected stronger-than-expected better_than_estimates ahead_of_expectations
      ahead_of_estimates exceeds_expectations tops_estimates beats_estimates beat_estimates
      beats_expectations beats_street
    `,
    polarity: 0.8,
  },
  {
    form: 'phrase',
    words: `
      below_expectations below_estimates below_forecasts worse_than_expected
      worse-than-expected weaker-than-expected weaker_than_expected lower_than_expected
      lower-than-expected short_of_expectations short_of_estimates misses_estimates
      misses_expectations misses_street below_par
    `,
    polarity: -0.8,
  },
  {
    form: 'phrase',
    words: `
      in_line in-line meets_estimates meets_expectations as_expected in_line_with_estimates
      unchanged flat little_changed range-bound rangebound
    `,
    polarity: 0,
  },
  {
    form: 'phrase',
    words: `
      raises_guidance raises_forecast raises_outlook lifts_forecast lifts_outlook
      lifts_guidance hikes_forecast boosts_outlook boosts_forecast ups_guidance
      raises_full-year raises_fy raises_2019 raises_profit_forecast raises_sales_forecast
      guides_higher upgrades_outlook
    `,
    polarity: 0.8,
  },
  {
    form: 'phrase',
    words: `
      cuts_guidance cuts_forecast cuts_outlook lowers_guidance lowers_forecast lowers_outlook
      slashes_forecast slashes_outlook trims_forecast trims_outlook profit_warning
      profit_warnings warns_on_profit warns_on_profits withdraws_guidance suspends_guidance
      guides_lower cuts_profit_forecast cuts_sales_forecast cuts_full-year downgrades_outlook
      cuts_earnings_outlook cuts_profit_outlook earnings_warning sales_warning
    `,
    polarity: -0.85,
  },
  {
    form: 'phrase',
    words: `
      swings_to_profit back_in_black returns_to_profit return_to_profit turns_profitable
      turns_profit back_to_profit posts_profit reports_profit
    `,
    polarity: 0.65,
  },
  {
    form: 'phrase',
    words: `
      swings_to_loss slips_into_loss in_the_black_no_more posts_loss reports_loss
      slips_to_loss plunges_to_loss into_the_red widens_loss net_loss_widens loss-making
      lossmaking loss_widens losses_widen loss_widened losses_widened wider_loss wider_losses
      widening_loss widening_losses loss_deepens losses_deepen deeper_loss bigger_loss larger_loss
    `,
    polarity: -0.7,
  },
  {
    form: 'phrase',
    words: `
      loss_narrows losses_narrow loss_narrowed narrower_loss narrower_losses smaller_loss
      loss_shrinks losses_shrink
    `,
    polarity: 0.45,
  },
  {
    form: 'phrase',
    words: `
      profitable profitability turnaround windfall bumper blockbuster blowout stellar
      record_profit record_sales record_revenue record_quarter
    `,
    polarity: 0.6,
  },
  { form: 'noun', words: 'loss', polarity: -0.35 },
  {
    form: 'noun',
    words: `
      writedown write-down impairment shortfall charge-off write-off
    `,
    polarity: -0.6,
  },
  { form: 'verb', words: 'write_down write_off', polarity: -0.6 },
]
