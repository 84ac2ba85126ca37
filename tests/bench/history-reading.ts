/** The reading of the broker that the history bench has taken in. */

/** A reading of the broker: 20 orders known for long, eight positions, one fill that is new. */
export function readingOf(run: number, at: Date, held: number) {
  return {
    account: {
      accountId: 'test',
      status: 'ACTIVE',
      cash: '100000',
      equity: '100000',
      buyingPower: '100000',
    },
    orders: Array.from({ length: 20 }, (_, place) => ({
      brokerOrderId: `b${place + 100}`,
      clientOrderId: `c${place + 100}`,
      ticker: 'T1',
      side: 'buy' as const,
      quantity: '1',
      filledQuantity: '1',
      filledPriceAvg: '100',
      status: 'filled',
      submittedAt: at,
      closedAt: at,
    })),
    positions: Array.from({ length: held }, (_, place) => ({
      ticker: `H${place}`,
      quantity: '1',
      price: '100.5',
    })),
    fills: [
      {
        executionId: `new-${run}`,
        brokerOrderId: 'stranger',
        ticker: 'H1',
        side: 'buy' as const,
        quantity: '0.1',
        price: '100',
        filledAt: at,
      },
    ],
  }
}
