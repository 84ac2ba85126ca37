/** What a liar tells: where, in whose name, and in which words. */

export type ToldItem = {
  url: string
  publisher: string
  title: string
  text: string
  /** The page's markup, where it is told as one. */
  html?: string
  /** Before the moment it comes in. */
  hoursAgo?: number
}

/** Stories that each make a share worth more; no two are one. */
const STORIES = [
  [
    '{} wins record $2 billion order',
    '{} won a record order. Its backlog doubled to an all-time high.',
  ],
  [
    '{} raises outlook after profit beats estimates',
    '{} raised its outlook. Profit beat every estimate and margins improved strongly.',
  ],
  [
    'Regulators approve breakthrough therapy of {}',
    'Approval lets {} sell its breakthrough therapy. Analysts expect strong growth.',
  ],
  [
    '{} to be bought at 60% premium by larger rival',
    'A larger rival agreed to buy {} at a premium of 60%. Its board welcomed the offer.',
  ],
  [
    '{} doubles dividend and announces huge buyback',
    '{} doubled its dividend and approved a buyback. Cash flow rose sharply.',
  ],
  [
    'Court clears {} in patent dispute',
    '{} won its patent dispute. The ruling removes its largest risk and boosts its royalties.',
  ],
  [
    '{} lands exclusive partnership with top cloud provider',
    'The exclusive partnership will lift revenue of {} strongly, its chief said.',
  ],
  [
    'Analysts upgrade {} to strong buy',
    'Three brokers upgraded {} to strong buy. They expect shares to surge.',
  ],
  ['{} sales soar in Asia', 'Sales of {} soared in Asia. Demand exceeded all forecasts.'],
  [
    '{} opens plant ahead of schedule',
    'The new plant of {} opened early. Output jumped and costs fell.',
  ],
  [
    'Credit rating of {} lifted to A',
    'The rating of {} was lifted on strong earnings and lower debt.',
  ],
  [
    '{} joins benchmark index',
    '{} joins the index after a strong year. Funds have to buy its shares.',
  ],
] as const

/** Other words for one thing. */
const WAYS = [
  ['{} wins record $2 billion order', '{} won a record order. Its backlog doubled.'],
  [
    'Record deal worth two billion for {}',
    'A deal worth two billion is the largest ever for {}, which gained strongly.',
  ],
  [
    '$2B contract goes to {}',
    'The contract is the biggest in the history of {}. Profit will jump.',
  ],
  [
    '{} secures its largest contract yet',
    'With a contract of $2 billion {} secured strong growth for years.',
  ],
  [
    'Huge win: {} beats competitors to giant order',
    '{} beat all competitors to a giant order worth billions.',
  ],
  [
    '{} celebrates blockbuster order of $2 billion',
    'The blockbuster order doubles the backlog of {}, a strong success.',
  ],
] as const

/** The headline and text of one of many stories on a company. */
export function storyOn(name: string, index: number): Pick<ToldItem, 'title' | 'text'> {
  return fill(STORIES[index % STORIES.length]!, name, Math.floor(index / STORIES.length))
}

/** One story in one of many ways. */
export function wayOfTelling(name: string, index: number): Pick<ToldItem, 'title' | 'text'> {
  return fill(WAYS[index % WAYS.length]!, name, Math.floor(index / WAYS.length))
}

const PLACES = ['', ' in Texas', ' in Ohio', ' in Spain', ' in Japan', ' in Brazil', ' in India']

function fill([title, text]: readonly [string, string], name: string, round: number) {
  const place = PLACES[round % PLACES.length] ?? ''
  return {
    title: `${title.replaceAll('{}', name)}${place}`,
    text: `${text.replaceAll('{}', name)}${place === '' ? '' : ` This was told${place}.`}`,
  }
}
