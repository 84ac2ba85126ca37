/** Words for prices and measures that go up or down. */

import type { Theme } from './entry.ts'

export const movement: Theme = [
  { form: 'verb', words: 'surge soar rocket skyrocket', polarity: 0.9, move: 'up' },
  {
    form: 'verb',
    words: `
      rally jump spike leap bounce rebound spurt vault
    `,
    polarity: 0.75,
    move: 'up',
  },
  {
    form: 'verb',
    words: `
      rise gain climb advance increase grow strengthen appreciate expand recover
    `,
    polarity: 0.6,
    move: 'up',
  },
  {
    form: 'verb',
    words: `
      accelerate double triple quadruple swell mount multiply outpace
    `,
    polarity: 0.65,
    move: 'up',
  },
  {
    form: 'verb',
    words: `
      inch edge_up edge_higher tick_up creep_up nudge_up
    `,
    polarity: 0.35,
    move: 'up',
  },
  {
    form: 'verb',
    words: `
      firm_up pick_up shoot_up perk_up go_up move_up scale_up
    `,
    polarity: 0.5,
    move: 'up',
  },
  { form: 'phrase', words: 'up higher firmer upward upwards upbeat', polarity: 0.5, move: 'up' },
  {
    form: 'phrase',
    words: `
      in_the_green in_green snap_losing_streak snaps_losing_streak pare_losses pares_losses
      erase_losses trim_losses trims_losses recoup_losses
    `,
    polarity: 0.5,
  },
  {
    form: 'phrase',
    words: `
      record_high record_highs all-time_high fresh_high 52-week_high 52-week_highs new_high
      new_highs multi-year_high upper_circuit lifetime_high
    `,
    polarity: 0.75,
  },
  {
    form: 'phrase',
    words: `
      top_gainer top_gainers bull_run uptrend upswing upside breakout breaks_out break_out
    `,
    polarity: 0.6,
  },
  { form: 'noun', words: 'growth', polarity: 0.25, move: 'up' },
  {
    form: 'noun',
    words: `
      gain rise increase rally rebound recovery upturn uptick surge jump
    `,
    polarity: 0.5,
    move: 'up',
  },
  {
    form: 'verb',
    words: `
      plunge plummet crash tank nosedive crater collapse tumble slump
    `,
    polarity: -0.9,
    move: 'down',
  },
  { form: 'verb', words: 'sink dive skid tailspin slide plumb', polarity: -0.75, move: 'down' },
  {
    form: 'verb',
    words: `
      fall drop decline decrease drop weaken depreciate shrink lose dwindle retreat recede
    `,
    polarity: -0.6,
    move: 'down',
  },
  {
    form: 'verb',
    words: `
      slip dip ease shed sag dent wane slow decelerate crack soften moderate
    `,
    polarity: -0.45,
    move: 'down',
  },
  {
    form: 'verb',
    words: `
      halve narrow reduce lower trim
    `,
    polarity: -0.4,
    object: -0.3,
    move: 'down',
  },
  {
    form: 'verb',
    words: `
      edge_down edge_lower tick_down inch_lower inch_down drift_lower
    `,
    polarity: -0.4,
    move: 'down',
  },
  { form: 'phrase', words: 'down lower downward downwards softer', polarity: -0.5, move: 'down' },
  {
    form: 'phrase',
    words: `
      in_the_red in_red record_low record_lows all-time_low 52-week_low 52-week_lows new_low
      fresh_low multi-year_low lower_circuit lifetime_low
    `,
    polarity: -0.75,
  },
  {
    form: 'phrase',
    words: `
      top_loser top_losers bear_market downtrend downside sell-off selloff bloodbath rout
      meltdown correction_territory
    `,
    polarity: -0.7,
  },
  {
    form: 'phrase',
    words: `
      pare_gains pares_gains paring_gains trim_gains trims_gains erase_gains erases_gains
      give_up_gains snaps_winning_streak profit_booking profit-booking profit-taking
      profit_taking
    `,
    polarity: -0.45,
  },
  {
    form: 'noun',
    words: `
      fall drop decline decrease slump plunge slide slowdown downturn contraction dip crash
      collapse
    `,
    polarity: -0.5,
    move: 'down',
  },
]

/** What is bad when it grows and good when it shrinks. */
export const BAD_MEASURES = new Set(
  `loss losses cost costs expense expenses expenditure debt debts deficit deficits liability liabilities npa npas
  provision provisions writedown writedowns impairment impairments default defaults delinquencies slippage slippages
  claims complaints delay delays inflation unemployment joblessness jobless layoffs attrition churn outflow outflows
  fine fines penalty penalties tax taxes duty duties tariff tariffs risk risks fear fears worry worries concern concerns
  tension tensions uncertainty volatility bankruptcies insolvencies accidents deaths recalls shortage shortages
  inventories backlog emissions leverage gearing borrowing borrowings burn cash-burn pledges stress vacancies
  redemptions yield yields loan-losses charge-offs overcapacity shortfall loan-loss overheads`.split(
    /\s+/,
  ),
)
