/** Every route of the symbol registry: companies, watchlists, exposure profiles, competitors, sources. */

import { registryCompanyRoutes } from './registry-companies.ts'
import { competitorRoutes } from './registry-competitors.ts'
import { exposureRoutes } from './registry-exposures.ts'
import { watchlistRoutes } from './registry-lists.ts'
import { securityRoutes } from './registry-securities.ts'
import { registrySourceRoutes } from './registry-sources.ts'
import { universeFileRoutes } from './registry-universe.ts'

export const registryRoutes = {
  ...registryCompanyRoutes,
  ...securityRoutes,
  ...watchlistRoutes,
  ...exposureRoutes,
  ...competitorRoutes,
  ...registrySourceRoutes,
  ...universeFileRoutes,
} as const
