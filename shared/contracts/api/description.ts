/** The description of the API that machines read. */

import * as v from 'valibot'
import type { ApiRoutes } from './route.ts'

export const descriptionRoutes = {
  'GET /api/openapi.json': {
    service: 'query-api',
    role: 'viewer',
    does: 'describes every route, by OpenAPI 3.1',
    answer: v.looseObject({ openapi: v.literal('3.1.0') }),
  },
} as const satisfies ApiRoutes
