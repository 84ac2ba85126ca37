/** The forms a word of the lexicon takes in a text. */

const IRREGULAR: Record<string, string> = {
  rise: 'rose risen',
  fall: 'fell fallen',
  grow: 'grew grown',
  sink: 'sank sunk',
  slide: 'slid',
  shrink: 'shrank shrunk',
  beat: 'beaten',
  lose: 'lost',
  win: 'won',
  hit: 'hit',
  hurt: 'hurt',
  cut: 'cut',
  sell: 'sold',
  buy: 'bought',
  overtake: 'overtook overtaken',
  outdo: 'outdid',
  withdraw: 'withdrew withdrawn',
  draw: 'drew drawn',
  drive: 'drove driven',
  leave: 'left',
  quit: 'quit',
  shut: 'shut',
  shoot: 'shot',
  swell: 'swollen',
  spring: 'sprang',
  mislead: 'misled',
  bet: 'bet',
  break: 'broke broken',
  build: 'built',
  take: 'took taken',
  go: 'went gone',
  creep: 'crept',
  lay: 'laid',
  outsell: 'outsold',
  outrun: 'outran',
  outshine: 'outshone',
  dive: 'dove',
  leap: 'leapt',
  come: 'came',
  tear: 'tore',
  shine: 'shone',
  write: 'wrote written',
  weaken: 'weakened',
  spin: 'spun',
  shed: 'shed',
}
const DOUBLING = new Set(
  'drop slip dip ban bar sag top cut win hit nab snag zoom plan shut trim rap dent tip sit bet quit run step tick_up sap skid bag ship slim snap grab rip cap'.split(
    ' ',
  ),
)

/** Every form of a verb: `fall` → fall falls falling fell fallen. Phrases bend their first word. */
export function verbForms(base: string): string[] {
  const [verb = '', ...rest] = base.split('_')
  const tail = rest.length > 0 ? ` ${rest.join(' ')}` : ''
  const stem = DOUBLING.has(verb) ? verb + verb.at(-1) : verb.replace(/e$/, '')
  const past = IRREGULAR[verb]?.split(' ') ?? [
    /[^aeiou]y$/.test(verb) ? `${verb.slice(0, -1)}ied` : `${stem}ed`,
  ]
  const ing = /(?:ee|oe|ye)$/.test(verb) ? `${verb}ing` : `${stem}ing`
  return [verb, third(verb), ing, ...past].map((form) => form + tail)
}

/** A noun and its plural. */
export function nounForms(base: string): string[] {
  const noun = base.replaceAll('_', ' ')
  return [noun, third(noun)]
}

function third(word: string): string {
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`
  return /(?:s|x|z|ch|sh)$/.test(word) ? `${word}es` : `${word}s`
}
