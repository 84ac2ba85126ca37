/** What the simulated newsroom writes about the world: rates, trade, energy, jobs, disasters. */

export type MacroKind = {
  kind: string
  direction: 1 | 0 | -1
  /** Daily move of the sectors named, or of the whole market where none is. */
  move: readonly [number, number]
  sectors: readonly string[]
  weight: number
  headlines: readonly string[]
  sentences: readonly string[]
}

export const macroKinds: readonly MacroKind[] = [
  {
    kind: 'rate_rise',
    direction: -1,
    move: [0.003, 0.012],
    sectors: [],
    weight: 2,
    headlines: [
      'Central bank raises interest rates as inflation stays high',
      'Policymakers signal further rate hikes, bond yields jump',
    ],
    sentences: [
      'The central bank raised its benchmark interest rate by a quarter point.',
      'Inflation remains well above target and further tightening is likely, officials said.',
      'Higher borrowing costs will weigh on housing and consumer spending, economists warned.',
    ],
  },
  {
    kind: 'rate_cut',
    direction: 1,
    move: [0.003, 0.012],
    sectors: [],
    weight: 2,
    headlines: [
      'Central bank cuts interest rates to support growth',
      'Rate cut lifts hopes for a soft landing',
    ],
    sentences: [
      'The central bank cut its benchmark interest rate by a quarter point.',
      'Easing inflation gave policymakers room to support the economy.',
      'Cheaper credit should help housing and investment, economists said.',
    ],
  },
  {
    kind: 'tariffs',
    direction: -1,
    move: [0.003, 0.01],
    weight: 3,
    sectors: ['Industrials', 'Materials', 'Information Technology'],
    headlines: [
      'Government announces tariffs on imports from {region}',
      'Trade war fears grow as {region} threatens retaliation',
    ],
    sentences: [
      'New tariffs of {pct}% will apply to goods from {region}, the trade ministry said.',
      'Manufacturers warned that supply chains and exports would suffer.',
      'Talks to avert an escalation of the trade war have stalled.',
    ],
  },
  {
    kind: 'trade_deal',
    direction: 1,
    move: [0.003, 0.01],
    weight: 2,
    sectors: ['Industrials', 'Materials', 'Information Technology'],
    headlines: [
      'Trade agreement with {region} eases tariff fears',
      'Negotiators hail progress in trade talks with {region}',
    ],
    sentences: [
      'Negotiators reached a trade agreement with {region} that removes most tariffs.',
      'Exporters welcomed the deal, which should boost growth.',
      'Details will be published within weeks.',
    ],
  },
  {
    kind: 'oil_up',
    direction: 1,
    move: [0.006, 0.02],
    sectors: ['Energy'],
    weight: 3,
    headlines: [
      'Oil prices jump after supply disruption in {region}',
      'Crude rallies as producers cut output',
    ],
    sentences: [
      'Oil prices rose {pct}% after a supply disruption in {region}.',
      'Producers agreed to cut output to support crude prices.',
      'Airlines and shippers face higher fuel costs.',
    ],
  },
  {
    kind: 'oil_down',
    direction: -1,
    move: [0.006, 0.02],
    sectors: ['Energy'],
    weight: 3,
    headlines: [
      'Oil slumps on oversupply fears',
      'Crude prices tumble as demand weakens in {region}',
    ],
    sentences: [
      'Oil prices fell {pct}% as inventories rose more than expected.',
      'Weak demand from {region} adds to fears of oversupply.',
      'Energy producers may cut spending.',
    ],
  },
  {
    kind: 'strong_jobs',
    direction: 1,
    move: [0.002, 0.007],
    sectors: [],
    weight: 2,
    headlines: ['Hiring accelerates as unemployment falls', 'Consumer spending beats forecasts'],
    sentences: [
      'Employers added more jobs than economists had expected and unemployment fell.',
      'Consumer spending and wages grew at a healthy pace.',
      'The economy is expanding faster than forecast.',
    ],
  },
  {
    kind: 'weak_data',
    direction: -1,
    move: [0.002, 0.008],
    sectors: [],
    weight: 2,
    headlines: [
      'Recession fears rise as factory output shrinks',
      'Unemployment climbs, consumer confidence falls',
    ],
    sentences: [
      'Factory output shrank for a third month and new orders declined.',
      'Unemployment rose and consumer confidence fell sharply.',
      'Economists put the risk of recession at {pct}%.',
    ],
  },
  {
    kind: 'disaster',
    direction: -1,
    move: [0.003, 0.01],
    weight: 1,
    sectors: ['Utilities', 'Materials', 'Consumer Staples'],
    headlines: [
      'Storm shuts ports and power plants in {region}',
      'Earthquake disrupts factories in {region}',
    ],
    sentences: [
      'A disaster in {region} closed ports, roads and power plants.',
      'Supply chains for food and materials are disrupted.',
      'Insurers expect heavy losses.',
    ],
  },
  {
    kind: 'politics',
    direction: 0,
    move: [0, 0],
    sectors: [],
    weight: 8,
    headlines: [
      'Parliament in {region} debates the budget',
      'Election campaign enters its final weeks in {region}',
      'Ministers meet in {region} to discuss the climate',
      'Stocks end little changed in quiet trading',
    ],
    sentences: [
      'Lawmakers in {region} debated the budget without a vote.',
      'Polls show a close race between the two main parties.',
      'Investors await inflation data later in the week.',
      'Trading was thin.',
    ],
  },
]
