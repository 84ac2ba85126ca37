/** Answers with the description of the API. */

import { outsideRoutes } from '#shared/contracts/api/catalogue.ts'
import type { descriptionRoutes } from '#shared/contracts/api/description.ts'
import type { Answers } from '#shared/contracts/api/route.ts'
import { describeApi, type OpenApi } from './openapi.ts'

export function answerDescription(): Answers<typeof descriptionRoutes> {
  let made: OpenApi | undefined
  return {
    'GET /api/openapi.json': () => Promise.resolve((made ??= describeApi(outsideRoutes))),
  }
}
