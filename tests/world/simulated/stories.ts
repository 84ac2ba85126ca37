/**
 * What a simulated newsroom writes about companies: kinds of event, how hard each moves the price,
 * and the sentences it is told in. `{…}` is filled from the event's facts.
 */

export type StoryKind = {
  kind: string
  /** 1 lifts the price, −1 presses it, 0 does neither. */
  direction: 1 | 0 | -1
  /** Size of the move over five sessions, as a share of the price: at least, at most. */
  move: readonly [number, number]
  /** How often it is drawn beside the others; 0: only by the calendar of results. */
  weight: number
  /** The 8-K item it is filed under, where it is filed. */
  item?: string
  headlines: readonly string[]
  sentences: readonly string[]
}

export const storyKinds: readonly StoryKind[] = [
  {
    kind: 'earnings_beat', direction: 1, move: [0.03, 0.07], weight: 0, item: '2.02',
    headlines: [
      '{alias} profit beats estimates as demand for {product} grows',
      '{alias} tops quarterly expectations, revenue up {pct}%',
      '{name} posts record {quarter} earnings',
      '{alias} ({ticker}) surges past profit forecasts',
    ],
    sentences: [
      '{name} reported {quarter} revenue of {money}, up {pct}% from a year earlier and ahead of analyst estimates.',
      'Earnings of {eps} a share beat the consensus, helped by strong demand for {product}.',
      'Margins expanded and free cash flow improved, the company said.',
      'The chief executive called it an excellent quarter with robust growth in {region}.',
    ],
  },
  {
    kind: 'earnings_miss', direction: -1, move: [0.03, 0.07], weight: 0, item: '2.02',
    headlines: [
      '{alias} misses profit estimates as {product} sales weaken',
      '{alias} quarterly earnings fall short, revenue down {pct}%',
      '{name} reports a surprise {quarter} loss',
      '{alias} ({ticker}) disappoints with weak results',
    ],
    sentences: [
      '{name} reported {quarter} revenue of {money}, down {pct}% from a year earlier and below analyst estimates.',
      'Earnings of {eps} a share missed the consensus as demand for {product} declined.',
      'Rising costs hurt margins and the company warned of continued pressure in {region}.',
      'The results were disappointing, one analyst at {firm} wrote, citing weak orders.',
    ],
  },
  {
    kind: 'guidance_raised', direction: 1, move: [0.02, 0.05], weight: 6, item: '7.01',
    headlines: [
      '{alias} raises full-year outlook on strong {product} orders',
      '{alias} lifts guidance, sees revenue growth of {pct}%',
      '{name} upgrades its forecast as momentum builds in {region}',
    ],
    sentences: [
      '{name} raised its full-year guidance and now expects revenue growth of about {pct}%.',
      'Management cited strong demand for {product} and improving margins.',
      'The higher outlook exceeds what analysts had expected.',
      'Orders in {region} accelerated through the quarter, the company said.',
    ],
  },
  {
    kind: 'guidance_cut', direction: -1, move: [0.02, 0.06], weight: 6, item: '7.01',
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
    kind: 'upgrade', direction: 1, move: [0.01, 0.03], weight: 8,
    headlines: [
      '{firm} upgrades {alias} to buy',
      '{alias} upgraded at {firm} on improving {product} outlook',
      '{firm} turns bullish on {name}, raises price target by {pct}%',
    ],
    sentences: [
      '{firm} upgraded {name} to buy and raised its price target by {pct}%.',
      'The analysts expect {product} to outperform and see upside to estimates.',
      'Valuation is attractive after recent weakness, the note said.',
    ],
  },
  {
    kind: 'downgrade', direction: -1, move: [0.01, 0.03], weight: 8,
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
    kind: 'lawsuit', direction: -1, move: [0.01, 0.04], weight: 6, item: '8.01',
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
    kind: 'settlement', direction: 1, move: [0.01, 0.02], weight: 3, item: '8.01',
    headlines: [
      '{alias} settles {product} litigation for {money}',
      '{name} resolves long-running dispute in {region}',
    ],
    sentences: [
      '{name} agreed to settle the litigation over {product} for {money}.',
      'The settlement removes a major uncertainty, an analyst at {firm} said.',
      'The company admitted no wrongdoing and expects no further charges.',
    ],
  },
  {
    kind: 'product_launch', direction: 1, move: [0.01, 0.03], weight: 7,
    headlines: [
      '{alias} launches new generation of {product}',
      '{alias} unveils innovative {product} ahead of {other}',
      'Early demand strong for new {product} from {name}',
    ],
    sentences: [
      '{name} introduced a new generation of {product}, with first deliveries in {region}.',
      'Pre-orders exceeded expectations by {pct}%, the company said.',
      'Reviewers praised the improved performance.',
      'The launch could help the company gain market share from {other}.',
    ],
  },
  {
    kind: 'recall', direction: -1, move: [0.015, 0.045], weight: 5, item: '8.01',
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
    kind: 'takeover_bid', direction: 1, move: [0.04, 0.09], weight: 2, item: '1.01',
    headlines: [
      '{alias} receives {money} takeover offer',
      '{name} in talks to be acquired at a premium',
      '{alias} soars on takeover interest',
    ],
    sentences: [
      '{name} confirmed that it has received an acquisition proposal of {money}.',
      'The offer is a premium of {pct}% to the last closing price.',
      'The board is reviewing the bid with {firm}.',
      'A merger would create a leader in {product}.',
    ],
  },
  {
    kind: 'costly_acquisition', direction: -1, move: [0.01, 0.03], weight: 3, item: '1.01',
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
    kind: 'layoffs', direction: -1, move: [0.01, 0.03], weight: 4, item: '2.05',
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
    kind: 'contract_win', direction: 1, move: [0.015, 0.04], weight: 6, item: '1.01',
    headlines: [
      '{alias} wins {money} contract for {product}',
      '{name} lands its largest order yet in {region}',
      '{alias} beats {other} to {money} deal',
    ],
    sentences: [
      '{name} won a contract worth {money} to supply {product} in {region}.',
      'The award strengthens its backlog and supports growth for years, the company said.',
      'It was chosen over {other} after a competitive tender.',
    ],
  },
  {
    kind: 'data_breach', direction: -1, move: [0.015, 0.04], weight: 3, item: '8.01',
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
    kind: 'buyback', direction: 1, move: [0.01, 0.025], weight: 5, item: '8.01',
    headlines: [
      '{alias} announces {money} share buyback',
      '{name} raises dividend by {pct}% and expands repurchases',
    ],
    sentences: [
      'The board of {name} approved a share repurchase programme of {money}.',
      'The dividend will rise by {pct}%, reflecting strong cash flow.',
      'The balance sheet is healthy and debt has been reduced, the company said.',
    ],
  },
  {
    kind: 'chief_departs', direction: -1, move: [0.01, 0.03], weight: 3, item: '5.02',
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
    kind: 'investigation', direction: -1, move: [0.015, 0.045], weight: 4, item: '8.01',
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
  {
    kind: 'approval', direction: 1, move: [0.02, 0.05], weight: 4, item: '8.01',
    headlines: [
      '{alias} wins regulatory approval in {region}',
      '{name} gets green light for {product} expansion',
    ],
    sentences: [
      'Regulators in {region} approved the plans of {name} for {product}.',
      'The approval came earlier than expected and opens a market worth {money}.',
      'Shares could gain further as revenue builds, {firm} said.',
    ],
  },
  {
    kind: 'routine', direction: 0, move: [0, 0], weight: 12,
    headlines: [
      '{alias} to present at investor conference',
      '{name} schedules annual meeting of shareholders',
      'A closer look at {alias} and its {product} business',
      '{alias} names new head of operations in {region}',
    ],
    sentences: [
      '{name} will take part in a conference hosted by {firm}.',
      'The company makes {product} and operates in {region}.',
      'No change to earlier statements is planned.',
      'Trading volume was in line with its average.',
    ],
  },
]
