import { describe, expect, it } from 'vitest'
import { refuseThesis } from '#shared/domain/recommendation/rewritten.ts'

const plain =
  'AAPL over 7 days is bullish: mean sentiment +0.42, confidence 0.80, contradiction 0.10, from 8 signals of 3 sources. ' +
  'For it: Reuters on 2026-01-06, “Apple’s iPhone sales rise 1,200 units in China” (rank 0.91); and 2 more. ' +
  'Against it: CNBC on 2026-01-05, “Supplier Foxconn warns” (rank 0.33). ' +
  'Recommended: buy, paper eligible. As a guideline, 4.2 % of the portfolio at a loss of at most 1.1 %.'
const kept =
  'Over 7 days AAPL is bullish, with a confidence of 0.80 from 8 signals of 3 sources. Reuters reports that iPhone sales rise ' +
  '1200 units in China; against it stands CNBC, where Foxconn warns. Recommended: buy, paper eligible, at 4.2 % of the portfolio.'

describe('a thesis in other words', () => {
  it.each([
    ['says less', kept],
    ['says the same', plain],
  ])('may stand where it %s', (_what, thesis) => {
    expect(refuseThesis(plain, thesis)).toBeUndefined()
  })

  it.each([
    ['a number', kept.replace('0.80', '0.90'), 'thesis_brings_number'],
    ['a share in another form', kept.replace('0.80', '80 %'), 'thesis_brings_number'],
    ['a date', `${kept} Seen on 2026-01-09.`, 'thesis_brings_number'],
    ['another sign', kept.replace('0.80', '-0.80'), 'thesis_brings_number'],
    ['a number in a word', kept.replace('rise', 'doubled to'), 'thesis_brings_number'],
    ['a number by a word', kept.replace('3 sources', 'three sources'), 'thesis_brings_number'],
    ['a name', kept.replace('CNBC', 'Bloomberg'), 'thesis_brings_name'],
    ['a name first in a sentence', `${kept} Nvidia follows.`, 'thesis_brings_name'],
    ['a name with a capital within', kept.replace('iPhone', 'iPad'), 'thesis_brings_name'],
    ['a ticker', kept.replace('Foxconn', 'TSLA'), 'thesis_brings_name'],
    [
      'a name that has one of its words',
      kept.replace('Foxconn', 'Foxconn Tesla'),
      'thesis_brings_name',
    ],
    ['another verdict', kept.replace('buy', 'sell'), 'thesis_turns_verdict'],
    ['another direction', kept.replace('bullish', 'bearish'), 'thesis_turns_verdict'],
    ['a word that turns it', kept.replace('is bullish', 'is not bullish'), 'thesis_turns_verdict'],
    ...[
      ['isn’t', 'is bullish', 'isn’t bullish'],
      ["aren't", 'reports that', "reports aren't that"],
      ["wasn't", 'is bullish', "wasn't bullish"],
      ['won’t', 'sales rise', 'sales won’t rise'],
      ["don't", 'buy, paper', "don't buy, paper"],
      ['doesn’t', 'reports that', 'doesn’t say that'],
      ["didn't", 'reports that', "didn't report that"],
      ['shouldn’t', 'buy, paper', 'buy (one shouldn’t), paper'],
      ["wouldn't", 'buy, paper', "buy (one wouldn't), paper"],
      ["couldn't", 'sales rise', "sales couldn't rise"],
      ['cannot', 'sales rise', 'sales cannot rise'],
      ['nobody', 'Reuters reports', 'Reuters says nobody reports'],
      ['nothing', 'Reuters reports', 'Reuters, for nothing, reports'],
      ['hardly', 'is bullish', 'is hardly bullish'],
      ['neither', 'is bullish', 'is neither bullish'],
      ['nor', 'buy, paper', 'buy nor keep, paper'],
      ['scarcely', 'is bullish', 'is scarcely bullish'],
      ['far from', 'is bullish', 'is far from bullish'],
      ['no longer', 'is bullish', 'is no longer bullish'],
      ['fails', 'is bullish', 'fails to be bullish'],
    ].map(([word, from, to]) => [`“${word}”`, kept.replace(from!, to!), 'thesis_turns_verdict']),
    [
      'a negation that the plain one has of something else',
      kept.replace('is bullish', 'is not bullish'),
      'thesis_turns_verdict',
      plain.replace('Supplier Foxconn warns', 'Foxconn does not warn'),
    ],
    [
      'no verdict',
      kept.replace('Recommended: buy, paper eligible,', 'Taken'),
      'thesis_turns_verdict',
    ],
    ['nothing', ' ', 'thesis_out_of_form'],
    ['an address', `${kept} See https://pump.example now.`, 'thesis_out_of_form'],
    ['markup', `${kept} **Strong**`, 'thesis_out_of_form'],
    ['another script', `${kept} 强烈推荐`, 'thesis_out_of_form'],
    ['more than it had', `${plain} ${kept}`, 'thesis_out_of_form'],
  ])('is refused where it brings %s', (_what, thesis, code, told = plain) => {
    expect(refuseThesis(told!, thesis!)).toBe(code)
  })

  it('is refused whatever number or name is put anywhere into it', () => {
    const words = kept.split(' ')
    for (let place = 0; place <= words.length; place += 1) {
      for (const stranger of ['77', '0.43', 'Tesla', 'NVDA', 'Goldman']) {
        const thesis = words.toSpliced(place, 0, stranger).join(' ')
        expect(refuseThesis(plain, thesis), thesis).toMatch(/^thesis_brings_(?:number|name)$/)
      }
    }
  })
})
