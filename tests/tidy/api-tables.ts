/** docs/API.md: every route with who may ask it, made of the catalogue. */

import { areaOf, catalogue, type Catalogue } from '#shared/contracts/api/catalogue.ts'
import { gatewayPaths } from '#shared/contracts/api/gateway.ts'
import type { ApiRoute } from '#shared/contracts/api/route.ts'

const ROLES = ['anyone', 'viewer', 'operator', 'admin'] as const

/** A table for each area, its routes in the order of the catalogue. */
export function routeLines(): string[] {
  const keys = Object.keys(catalogue) as (keyof Catalogue)[]
  const areas = [...new Set(keys.map(areaOf))]
  return areas.flatMap((area) => [
    '',
    `### ${area}`,
    '',
    '| route | does | answered by | anyone | viewer | operator | admin | asks for |',
    '|---|---|---|---|---|---|---|---|',
    ...keys.filter((key) => areaOf(key) === area).map(row),
    ...(area === areas.at(-1) ? [''] : []),
  ])
}

/** Other names of paths, each with the path that it is. */
export function gatewayLines(): string[] {
  const rows = Object.entries(gatewayPaths).map(([name, path]) => `| \`${name}\` | \`${path}\` |`)
  return ['', '| also asked for as | is |', '|---|---|', ...rows, '']
}

function row(key: keyof Catalogue): string {
  const route: ApiRoute = catalogue[key]
  const may = ROLES.map((role) => (ROLES.indexOf(role) >= ROLES.indexOf(route.role) ? 'yes' : ''))
  return `| \`${key}\` | ${route.does} | ${route.service} | ${may.join(' | ')} | ${asksFor(route)} |`
}

function asksFor({ stepUp, personal, inside }: ApiRoute): string {
  const where =
    typeof stepUp === 'object'
      ? ` where ${Object.entries(stepUp)
          .map(([name, value]) => `\`${name}\` is ${value}`)
          .join(' and ')}`
      : typeof stepUp === 'string'
        ? ` ${stepUp}`
        : ''
  return [
    ...(stepUp ? [`a fresh passkey${where}`] : []),
    ...(personal ? ['a person'] : []),
    ...(inside ? ['an address inside'] : []),
  ].join(', ')
}
