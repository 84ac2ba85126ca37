/** The symbol registry's answers: what is tracked, by which names, in which groups, from which sources. */

import type { RoutesOf } from '#shared/contracts/api/catalogue.ts'
import type { Answers } from '#shared/contracts/api/route.ts'
import { answerCompanies } from './companies.ts'
import { answerCompetitors } from './competitors.ts'
import { answerExposures } from './exposures.ts'
import { readRegistrySecurities } from '#shared/sql/registry/securities.ts'
import type { Parts } from './parts.ts'
import { answerSourceTrials } from './source-trials.ts'
import { answerSources } from './sources.ts'
import { answerUniverseFile } from './universe.ts'
import { answerWatchlists } from './watchlists.ts'

export function answerRegistry(parts: Parts): Answers<RoutesOf<'symbol-registry'>> {
  return {
    ...answerCompanies(parts),
    'GET /registry/securities': ({ query: { company, active } }) =>
      readRegistrySecurities(parts.sql, { company, active }),
    ...answerWatchlists(parts),
    ...answerExposures(parts),
    ...answerCompetitors(parts),
    ...answerSources(parts),
    ...answerSourceTrials(parts),
    ...answerUniverseFile(parts),
  }
}
