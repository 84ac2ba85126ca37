/** Words of how people and firms behave and are spoken of. */

import type { Theme } from './entry.ts'

export const conduct: Theme = [
  {
    form: 'verb',
    words: `
      lie deceive abuse harass assault kill murder bully insult mock betray exploit smear
      threaten damage destroy ruin
    `,
    polarity: -0.6,
    object: -0.35,
  },
  {
    form: 'verb',
    words: `
      denounce ridicule decry deride scold reprimand censure vilify discredit humiliate shame
      disparage dismiss
    `,
    polarity: -0.1,
    object: -0.55,
  },
  {
    form: 'verb',
    words: `
      arrest jail convict sentence imprison detain fire
    `,
    polarity: -0.1,
    object: -0.6,
  },
  {
    form: 'verb',
    words: `
      love admire respect honor honour thank congratulate celebrate defend trust commend
      salute
    `,
    polarity: 0.2,
    object: 0.5,
  },
  {
    form: 'verb',
    words: `
      inspire protect rescue save deliver achieve accomplish
    `,
    polarity: 0.45,
    object: 0.3,
  },
  {
    form: 'adjective',
    words: `
      racist sexist corrupt dishonest illegal criminal guilty false fake misleading
      incompetent reckless shameful disgraceful hateful divisive violent dangerous deadly
      brutal cruel ugly crooked unfit unpopular controversial hypocritical ridiculous absurd
      extremist failed broken wrong stupid improper bogus illicit unsafe unlawful unfair
      deceptive
    `,
    polarity: -0.55,
  },
  {
    form: 'adjective',
    words: `
      proud honest brave courageous heroic generous popular beloved respected talented
      brilliant thoughtful smart effective decent fair wonderful amazing remarkable
      outstanding historic fantastic experienced qualified
    `,
    polarity: 0.5,
  },
  {
    form: 'noun',
    words: `
      lie hatred abuse harassment assault murder crime racism criticism outrage disgrace chaos
      controversy accusation threat conspiracy cover-up obstruction collusion hypocrisy
      incompetence victim condemnation
    `,
    polarity: -0.5,
  },
  {
    form: 'noun',
    words: `
      praise courage honesty integrity respect admiration hero achievement accomplishment
      talent peace
    `,
    polarity: 0.5,
  },
]
