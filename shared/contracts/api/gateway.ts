/** Paths at which gateways of trading bots answer, and the path of ours that is the same. */

/** The second name of a path; both answer alike, and the audit knows the first. */
export const gatewayPaths: Readonly<Record<string, string>> = {
  '/api/signals': '/api/recommendations',
  '/api/signals/:id': '/api/recommendations/:id',
  '/api/news': '/api/documents',
  '/api/news/:id': '/api/documents/:id',
  '/api/backtest': '/api/trading/backtest',
  '/api/backtest/:id': '/api/trading/backtest/:id',
  '/api/backtest/:id/trades': '/api/trading/backtest/:id/trades',
  '/api/backtest/:id/cancel': '/api/trading/backtest/:id/cancel',
  '/api/controls': '/api/trading/status',
  '/api/controls/pause': '/api/trading/pause',
  '/api/controls/resume': '/api/trading/resume',
  '/api/controls/reducing': '/api/trading/reducing',
  '/api/controls/halt': '/api/trading/halt',
  '/api/controls/release': '/api/trading/release',
}

/** Every path at which a route of the catalogue is asked for: its own, then other names of it. */
export function pathsOf(path: string): readonly [string, ...string[]] {
  const others = Object.entries(gatewayPaths).flatMap(([name, own]) => (own === path ? [name] : []))
  return [path, ...others]
}
