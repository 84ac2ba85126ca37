/** News that presses the price of a company, and the words it comes in. */

import type { StoryKind } from './stories.ts'

export const badStories: readonly StoryKind[] = [
  {
    kind: 'earnings_miss',
    direction: -1,
    move: [0.03, 0.07],
    weight: 0,
    item: '2.02',
    headlines: [
      '{alias} misses profit estimates as {product} sales weaken',
      '{alias} quarterly earnings fall short, revenue down {pct}%',
      '{name} reports a surprise {quarter} loss',
      '{alias} ({ticker}) disappoints with weak results',
    ],
    sentences: [
      '{name} reported {quarter} revenue of {money}, down {pct}% and below analyst estimates.',
      'Earnings of {eps} a share missed the consensus as demand for {product} declined.',
      'Rising costs hurt margins and the company warned of continued pressure in {region}.',
      'The results were disappointing, one analyst at {firm} wrote, citing weak orders.',
    ],
  },
  {
    kind: 'guidance_cut',
    direction: -1,
    move: [0.02, 0.06],
    weight: 6,
    item: '7.01',
    headlines: [
      '{alias} cuts full-year outlook, cites weak {product} demand',
      '{alias} lowers guidance in a profit warning',
      '{name} warns on sales as {region} slows',
    ],
    sentences: [
      '{name} cut its full-year guidance and now sees revenue falling by about {pct}%.',
      'Management blamed weak demand for {product} and higher costs.',
      'The profit warning comes weeks after the company had confirmed its targets.',
      'Customers in {region} are delaying orders, the company said.',
    ],
  },
  {
    kind: 'downgrade',
    direction: -1,
    move: [0.01, 0.03],
    weight: 8,
    headlines: [
      '{firm} downgrades {alias} to sell',
      '{alias} downgraded at {firm} on {product} worries',
      '{firm} turns cautious on {name}, cuts price target by {pct}%',
    ],
    sentences: [
      '{firm} downgraded {name} to sell and cut its price target by {pct}%.',
      'The analysts see risks to estimates from slowing demand for {product}.',
      'Competition from {other} is hurting pricing, the note said.',
    ],
  },
  {
    kind: 'lawsuit',
    direction: -1,
    move: [0.01, 0.04],
    weight: 6,
    item: '8.01',
    headlines: [
      '{alias} sued over {product} in {region}',
      'Shareholders file class action lawsuit against {name}',
      '{alias} faces {money} lawsuit alleging fraud',
    ],
    sentences: [
      'A lawsuit filed on behalf of customers accuses {name} of misleading them about {product}.',
      'The plaintiffs are seeking damages of {money}.',
      '{alias} denied the allegations and said it would defend itself vigorously.',
      'Litigation could weigh on results for years, an analyst at {firm} said.',
    ],
  },
  {
    kind: 'recall',
    direction: -1,
    move: [0.015, 0.045],
    weight: 5,
    item: '8.01',
    headlines: [
      '{alias} recalls {product} after safety complaints',
      '{name} halts sales of {product} in {region}',
      'Regulator warns of defects in {product} made by {alias}',
    ],
    sentences: [
      '{name} is recalling {product} after reports of failures in {region}.',
      'The recall will cost about {money}, the company said.',
      'Production is suspended while engineers investigate the defect.',
      'The problem damages a brand known for reliability, an analyst at {firm} said.',
    ],
  },
  {
    kind: 'costly_acquisition',
    direction: -1,
    move: [0.01, 0.03],
    weight: 3,
    item: '1.01',
    headlines: [
      '{alias} agrees to pay {money} for rival, shares under pressure',
      'Investors question {alias} acquisition price',
    ],
    sentences: [
      '{name} agreed to acquire a maker of {product} for {money}, funded with debt.',
      'Analysts at {firm} called the price expensive and warned of dilution.',
      'The deal needs the approval of regulators in {region}.',
    ],
  },
  {
    kind: 'layoffs',
    direction: -1,
    move: [0.01, 0.03],
    weight: 4,
    item: '2.05',
    headlines: [
      '{alias} to cut {pct}% of workforce as growth slows',
      '{name} announces layoffs and restructuring charge of {money}',
    ],
    sentences: [
      '{name} will cut about {pct}% of its jobs and close a site in {region}.',
      'The restructuring will cost {money}, the company said.',
      'Management blamed slowing demand for {product}.',
    ],
  },
  {
    kind: 'data_breach',
    direction: -1,
    move: [0.015, 0.04],
    weight: 3,
    item: '8.01',
    headlines: [
      '{alias} discloses data breach affecting customers in {region}',
      'Hackers disrupt {name}, outage continues',
    ],
    sentences: [
      '{name} said that attackers stole customer records from its systems in {region}.',
      'The outage has halted part of its business in {product}.',
      'Regulators opened an investigation; costs may reach {money}.',
    ],
  },
  {
    kind: 'chief_departs',
    direction: -1,
    move: [0.01, 0.03],
    weight: 3,
    item: '5.02',
    headlines: [
      '{alias} chief executive resigns unexpectedly',
      '{name} finance chief steps down amid accounting review',
    ],
    sentences: [
      'The chief executive of {name} resigned with immediate effect, the company said.',
      'An interim successor has been named while the board searches.',
      'The abrupt departure raises concerns about strategy in {product}, {firm} wrote.',
    ],
  },
  {
    kind: 'investigation',
    direction: -1,
    move: [0.015, 0.045],
    weight: 4,
    item: '8.01',
    headlines: [
      'Regulators investigate {alias} over {product} pricing',
      '{name} faces antitrust probe in {region}',
      '{alias} could be fined up to {money}',
    ],
    sentences: [
      'Authorities in {region} opened an investigation into how {name} prices {product}.',
      'A fine could reach {money}, people familiar with the probe said.',
      'The company said it is cooperating with the inquiry.',
    ],
  },
]
