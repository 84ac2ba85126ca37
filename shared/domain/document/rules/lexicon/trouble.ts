/** Words of law, supervision, accidents, labour and insolvency. */

import type { Theme } from './entry.ts'

export const trouble: Theme = [
  { form: 'verb', words: 'sue charge accuse indict prosecute', polarity: -0.15, object: -0.65 },
  { form: 'verb', words: 'fine penalise penalize sanction punish', polarity: 0, object: -0.7 },
  {
    form: 'verb',
    words: `
      probe investigate scrutinise scrutinize subpoena raid
    `,
    polarity: -0.1,
    object: -0.55,
  },
  {
    form: 'verb',
    words: `
      ban bar block blacklist suspend halt ground bust
    `,
    polarity: -0.25,
    object: -0.6,
  },
  {
    form: 'verb',
    words: `
      slam criticise criticize blast rap condemn attack blame rebuke chide lambast
    `,
    polarity: -0.1,
    object: -0.5,
  },
  { form: 'verb', words: 'recall', polarity: -0.6, object: -0.6 },
  { form: 'verb', words: 'warn caution', polarity: -0.5, object: -0.25 },
  {
    form: 'verb',
    words: `
      hurt hit hammer batter pummel drag dent weigh_on hobble cripple plague rattle jolt roil
      squeeze pressure undermine threaten
    `,
    polarity: -0.55,
    object: -0.65,
  },
  { form: 'verb', words: 'reject refuse snub shun spurn oppose', polarity: -0.2, object: -0.45 },
  {
    form: 'verb',
    words: `
      fail struggle falter suffer stumble flounder stall languish
    `,
    polarity: -0.65,
  },
  {
    form: 'verb',
    words: `
      delay postpone defer scrap abandon cancel shelve ditch drop_plans call_off
    `,
    polarity: -0.5,
    object: -0.45,
  },
  {
    form: 'verb',
    words: `
      slash axe lay_off cut_jobs shut shutter close_down idle furlough
    `,
    polarity: -0.5,
    object: -0.5,
  },
  {
    form: 'verb',
    words: `
      quit resign step_down depart leave oust
    `,
    polarity: -0.25,
    object: -0.35,
  },
  { form: 'verb', words: 'hack breach leak', polarity: -0.5, object: -0.55 },
  { form: 'verb', words: 'lose_to lose_out concede', polarity: -0.6, object: 0.5 },
  { form: 'verb', words: 'collapse implode', polarity: -0.85 },
  {
    form: 'verb',
    words: `
      allege violate mislead defraud cheat manipulate
    `,
    polarity: -0.55,
    object: -0.3,
  },
  {
    form: 'noun',
    words: `
      lawsuit probe investigation inquiry antitrust scandal fraud complaint allegation penalty
      recall breach hack outage subpoena crackdown backlash boycott violation raid
    `,
    polarity: -0.5,
  },
  { form: 'noun', words: 'fine', polarity: -0.35 },
  {
    form: 'phrase',
    words: `
      job_cuts cut_jobs cuts_jobs cutting_jobs job_losses layoffs layoff redundancies
      slash_jobs slashes_jobs axe_jobs to_cut_jobs staff_cuts store_closures plant_closure
    `,
    polarity: -0.55,
  },
  {
    form: 'phrase',
    words: `
      bankruptcy insolvency chapter_11 bankrupt insolvent liquidation administration
      debt_crisis default_on loan_default defaults_on going_concern files_for_bankruptcy
      wind_up winding_up creditor_protection
    `,
    polarity: -0.85,
  },
  {
    form: 'phrase',
    words: `
      class_action class-action sued_by sued_over sued_for fined_by fined_for
      under_investigation under_scrutiny under_fire under_pressure in_trouble faces_lawsuit
      faces_probe hit_with hit_by hurt_by face_probe pleads_guilty found_guilty agrees_to_pay
      to_pay_fine
    `,
    polarity: -0.6,
  },
  {
    form: 'phrase',
    words: `
      crash_landing explosion fire spill accident crash_victims fatal deadly defect defective
      faulty contaminated contamination tainted safety_concerns safety_issue safety_issues
      grounding
    `,
    polarity: -0.55,
  },
  {
    form: 'phrase',
    words: `
      strike walkout protest dispute standoff impasse unrest labour_dispute labor_dispute
    `,
    polarity: -0.4,
  },
  {
    form: 'phrase',
    words: `
      shortage disruption bottleneck supply_crunch supply_snag production_halt
      halts_production stops_production cuts_production production_cut cuts_output
    `,
    polarity: -0.5,
  },
  {
    form: 'phrase',
    words: `
      crisis turmoil trouble woes headwinds headwind pain blow setback misery havoc chaos mess
      hurdle hurdles snag snags glitch glitches bust doldrums gloom gloomy
    `,
    polarity: -0.55,
  },
  {
    form: 'phrase',
    words: `
      data_breach privacy_scandal cyber_attack cyberattack ransomware money_laundering
      insider_trading bribery corruption embezzlement misconduct wrongdoing accounting_fraud
      accounting_irregularities irregularities
    `,
    polarity: -0.65,
  },
]
