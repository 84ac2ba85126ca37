/** Words of deals, approvals, launches and things that go well. */

import type { Theme } from './entry.ts'

export const progress: Theme = [
  { form: 'verb', words: 'win bag clinch secure land snag_deal snare', polarity: 0.6, object: 0.1 },
  {
    form: 'phrase',
    words: `
      takes_over_as take_over_as took_over_as to_take_over_as declares_dividend
      interim_dividend
    `,
    polarity: 0,
  },
  { form: 'verb', words: 'acquire buy_out take_over', polarity: 0.2, object: 0.45 },
  { form: 'verb', words: 'launch unveil introduce debut roll_out', polarity: 0.12, object: 0.1 },
  {
    form: 'verb',
    words: `
      boost lift buoy bolster cheer fuel propel power drive aid support help spur underpin
      prop_up brighten energise energize reward
    `,
    polarity: 0.4,
    object: 0.6,
  },
  { form: 'verb', words: 'add_jobs create_jobs', polarity: 0.3 },
  {
    form: 'verb',
    words: `
      approve clear greenlight endorse authorise authorize okay
    `,
    polarity: 0.1,
    object: 0.5,
  },
  {
    form: 'verb',
    words: `
      partner collaborate team_up join_hands tie_up ally join_forces
    `,
    polarity: 0.35,
    object: 0.35,
  },
  {
    form: 'verb',
    words: `
      thrive flourish prosper shine excel succeed bloom boom outclass dazzle impress
    `,
    polarity: 0.7,
  },
  {
    form: 'verb',
    words: `
      improve enhance revive strengthen stabilise stabilize resolve settle
    `,
    polarity: 0.45,
    object: 0.4,
  },
  {
    form: 'verb',
    words: `
      praise laud hail welcome applaud favour favor prefer
    `,
    polarity: 0.15,
    object: 0.5,
  },
  {
    form: 'verb',
    words: `
      resume reopen restart restore regain reclaim
    `,
    polarity: 0.4,
    object: 0.35,
  },
  {
    form: 'verb',
    words: `
      expand open invest_in build ramp_up hike_dividend
    `,
    polarity: 0.35,
    object: 0.25,
  },
  { form: 'verb', words: 'benefit profit_from capitalise capitalize cash_in', polarity: 0.55 },
  {
    form: 'verb',
    words: `
      overtake dethrone outsell unseat overhaul
    `,
    polarity: 0.55,
    object: -0.4,
  },
  { form: 'verb', words: 'attract lure draw woo', polarity: 0.35, object: 0.2 },
  {
    form: 'phrase',
    words: `
      raises_dividend hikes_dividend boosts_dividend ups_dividend increases_dividend
      special_dividend bonus_issue dividend_hike buyback buy-back share_buyback stock_buyback
      share_repurchase repurchase_program
    `,
    polarity: 0.5,
  },
  {
    form: 'phrase',
    words: `
      cuts_dividend slashes_dividend suspends_dividend scraps_dividend dividend_cut
      omits_dividend
    `,
    polarity: -0.7,
  },
  {
    form: 'phrase',
    words: `
      approval fda_approval wins_approval gets_approval gets_nod nod green_light breakthrough
      milestone award contract_win wins_contract wins_order bags_order bags_orders order_win
      bags_contract new_orders new_contract
    `,
    polarity: 0.5,
  },
  {
    form: 'phrase',
    words: `
      success successful victory triumph winner winners wins_case acquitted cleared_of
      dismissed_lawsuit
    `,
    polarity: 0.55,
  },
  {
    form: 'phrase',
    words: `
      acquitted exonerated drops_probe ends_probe lawsuit_dismissed dismisses_lawsuit
      drops_lawsuit probe_dropped settles_lawsuit averts avoids dodges escapes
    `,
    polarity: 0.4,
  },
  {
    form: 'phrase',
    words: `
      strong_demand robust_demand strong_sales strong_growth brisk_demand best_ever best-ever
      best_day best_week best_month
    `,
    polarity: 0.55,
  },
  { form: 'adjective', words: 'record', polarity: 0.25 },
  {
    form: 'noun',
    words: `
      tie-up partnership collaboration alliance agreement pact
    `,
    polarity: 0.2,
  },
  {
    form: 'verb',
    words: `
      ink extend_deal renew_contract sign_deal sign_contract sign_pact
    `,
    polarity: 0.35,
  },
  { form: 'verb', words: 'lead dominate', polarity: 0.25, object: 0.05 },
  {
    form: 'phrase',
    words: `
      gets_boost gets_a_boost boost_for shot_in_the_arm tailwind tailwinds
    `,
    polarity: 0.6,
  },
]
