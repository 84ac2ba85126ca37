/** Guides by who is likely to want them, with what each is about. */

export const shelves: readonly { title: string; guides: readonly (readonly [string, string])[] }[] =
  [
    {
      title: 'Trading and risk',
      guides: [
        ['trading', 'How orders come to be, limits, stops, the ways to hold it'],
        ['FORMULAS', 'Every figure, its formula and where it comes from'],
        ['signal-engine', 'Two pipelines over prices'],
        ['strategies', 'Strategies, weights, learning, one of your own'],
        ['backtesting', 'Backtests and how much of them is luck'],
        ['evaluation', 'How good readers and trends are'],
        ['replay', 'A day replayed, and its certificate'],
      ],
    },
    {
      title: 'Running it',
      guides: [
        ['monitoring', 'Metrics, boards, alerts, what is unwell'],
        ['notifications', 'How people are told'],
        ['runbooks/dead-letters', 'Dead letters'],
        ['runbooks/orders', 'Orders that are not what they should be'],
        ['runbooks/take-the-wheel', 'Trading by hand'],
        ['runbooks/toggle', 'The switch of the pipeline'],
        ['runbooks/redis-lost', 'Redis was lost'],
        ['runbooks/scale-stuck', 'A stage does not scale'],
        ['runbooks/revision-not-ready', 'A revision does not get ready'],
        ['runbooks/rollback', 'Back to the release before'],
        ['retention', 'What is kept for how long'],
        ['delivery', 'Promotion to live'],
      ],
    },
    {
      title: 'Data and access',
      guides: [
        ['intake', 'Sources, streams, what becomes of a record'],
        ['world', 'Events of the world'],
        ['registry', 'Companies, watchlists, competitors'],
        ['lake', 'The lake and its questions in SQL'],
        ['reports', 'Reports of days and weeks'],
        ['access', 'Signing in, passkeys, tokens'],
        ['roles', 'Who may do what'],
        ['audit', 'The trail of changes'],
        ['API', 'Every route'],
        ['ENVIRONMENT', 'Every setting of a program'],
        ['ARCHITECTURE', 'How it is made'],
      ],
    },
  ]
