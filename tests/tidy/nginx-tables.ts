/** What the dashboard's nginx says, made of the catalogue of routes and of the page's headers. */

import { outsideRoutes } from '#shared/contracts/api/catalogue.ts'
import { pathsOf } from '#shared/contracts/api/gateway.ts'
import { pageHeaders, STRICT_TRANSPORT } from '../../services/query-api/page-headers.ts'

/** An id or a ticker as an address holds it: nothing that a server could read as another path. */
const ID = '[0-9A-Za-z][0-9A-Za-z._~-]*'

/** A line for each address, its methods in the order of the catalogue. */
export function addressLines(): string[] {
  const methods = new Map<string, string[]>()
  for (const key of outsideRoutes) {
    const [method = '', path = ''] = key.split(' ')
    const known = methods.get(path) ?? []
    methods.set(path, known.includes(method) ? known : [...known, method])
  }
  return [...methods].flatMap(([path, all]) =>
    pathsOf(path).map((name) => `    ${pattern(name)} "${all.join(', ')}";`),
  )
}

/** As an expression: nginx compares plain keys without their case. */
function pattern(path: string): string {
  return `"~^${path.replaceAll(/[.+*?^$(){}|[\]\\]/g, '\\$&').replaceAll(/:\w+/g, ID)}$"`
}

/** query-api says the same of its own answers: one of each is passed on. */
export function headerLines(): string[] {
  return Object.entries(pageHeaders).flatMap(([name, value]) => [
    `    add_header ${name} "${value}" always;`,
    `    proxy_hide_header ${name};`,
  ])
}

export function transportLines(): string[] {
  return [`    https "${STRICT_TRANSPORT}";`]
}
