/** Tickers as Polygon writes them: `BRK.B` as we do, but preferred shares with a small p (`BACpK`). */

export function polygonTicker(ticker: string): string {
  return ticker.replace(/\.P([A-Z])$/, 'p$1').replace(/\.UN$/, '.U')
}
