/** News that lifts the price of a company, and the words it comes in. */

import type { StoryKind } from './stories.ts'

export const goodStories: readonly StoryKind[] = [
  {
    kind: 'earnings_beat',
    direction: 1,
    move: [0.03, 0.07],
    weight: 0,
    item: '2.02',
    headlines: [
      '{alias} profit beats estimates as demand for {product} grows',
      '{alias} tops quarterly expectations, revenue up {pct}%',
      '{name} posts record {quarter} earnings',
      '{alias} ({ticker}) surges past profit forecasts',
    ],
    sentences: [
      '{name} reported {quarter} revenue of {money}, up {pct}% and ahead of analyst estimates.',
      'Earnings of {eps} a share beat the consensus, helped by strong demand for {product}.',
      'Margins expanded and free cash flow improved, the company said.',
      'The chief executive called it an excellent quarter with robust growth in {region}.',
    ],
  },
  {
    kind: 'guidance_raised',
    direction: 1,
    move: [0.02, 0.05],
    weight: 6,
    item: '7.01',
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
    kind: 'upgrade',
    direction: 1,
    move: [0.01, 0.03],
    weight: 8,
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
    kind: 'settlement',
    direction: 1,
    move: [0.01, 0.02],
    weight: 3,
    item: '8.01',
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
    kind: 'product_launch',
    direction: 1,
    move: [0.01, 0.03],
    weight: 7,
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
    kind: 'takeover_bid',
    direction: 1,
    move: [0.04, 0.09],
    weight: 2,
    item: '1.01',
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
    kind: 'contract_win',
    direction: 1,
    move: [0.015, 0.04],
    weight: 6,
    item: '1.01',
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
    kind: 'buyback',
    direction: 1,
    move: [0.01, 0.025],
    weight: 5,
    item: '8.01',
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
    kind: 'approval',
    direction: 1,
    move: [0.02, 0.05],
    weight: 4,
    item: '8.01',
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
]
