/**
 * Holds a transaction to the session in which it began.
 *
 * When the server ends a session, the driver still takes what its transaction asks next, be it the
 * driver's own rollback. It writes that to a socket that is gone, which ends the process, or to the
 * session that has taken its place, where it is stored outside any transaction or inside another's.
 * Here such a query fails, as the one before it did.
 */

/** What the driver lets a caller see of a connection: for whom it is reserved, and how it is asked. */
type Connection = { reserved: object | null; execute(query: Query): boolean }
/** Every query of one transaction has the same handler. */
type Query = { handler: object; reject(fault: Error): void }
type Options = { onexecute?: (connection: Connection) => unknown }
type Asks = { unsafe: (text: string, values?: unknown[], options?: Options) => object }
type Run = (tx: Asks) => unknown
type Begins = { begin: (options: string, run: Run) => Promise<unknown> }

/** Changes the pool it is given; returns it. */
export function holdToSession<Pool extends object>(pool: Pool): Pool {
  const { unsafe, begin } = pool as Pool & Asks & Begins
  const guard = guardConnections(handlerOf({ unsafe }))
  /** Told of the connection on which the `begin` that is made just now will run. */
  let opening: ((connection: Connection) => void) | undefined
  return Object.assign(pool, {
    unsafe(text: string, values?: unknown[], options: Options = {}) {
      const { onexecute } = options
      const opened = opening
      if (!onexecute || !opened) return unsafe(text, values, options)
      const told = (connection: Connection) => {
        const isTaken = onexecute(connection)
        opened(connection)
        return isTaken
      }
      return unsafe(text, values, { ...options, onexecute: told })
    },
    begin(...args: [string, Run] | [Run]) {
      const run = args.at(-1) as Run
      let bind: (handler: object) => void
      opening = (connection) => (bind = guard(connection))
      try {
        return begin(args.length === 2 ? args[0] : '', (tx) => {
          bind(handlerOf(tx))
          return run(tx)
        })
      } finally {
        opening = undefined
      }
    },
  })
}

/** The query is made and never run. */
function handlerOf({ unsafe }: Asks): object {
  return (unsafe('') as Query).handler
}

/** Returns what guards a connection, and then ties a transaction to the one reserved for it. */
function guardConnections(pool: object) {
  const guarded = new WeakSet<Connection>()
  const reservedFor = new WeakMap<object, object>()
  return (connection: Connection) => {
    if (!guarded.has(connection)) {
      guarded.add(connection)
      const execute = connection.execute
      connection.execute = (query) => {
        const { handler } = query
        // A savepoint has a handler of its own, seen first while its transaction is.
        if (handler !== pool && connection.reserved && !reservedFor.has(handler))
          reservedFor.set(handler, connection.reserved)
        if (handler === pool || reservedFor.get(handler) === connection.reserved)
          return execute(query)
        query.reject(sessionEnded())
        return true
      }
    }
    const { reserved } = connection
    return (handler: object) => void reservedFor.set(handler, reserved!)
  }
}

function sessionEnded(): Error {
  const message =
    'Ask within a transaction: the server ended its session, and the transaction with it'
  return Object.assign(new Error(message), { code: 'CONNECTION_CLOSED' })
}
