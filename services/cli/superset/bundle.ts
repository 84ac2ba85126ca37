/** Superset's database, datasets, charts and dashboards as files, made of the questions that come with the product. */

import { stringify } from 'yaml'
import type { ShippedQuestion } from '#shared/sql/lake/questions/shipped.ts'
import { chartOf } from './chart.ts'
import { dashboardOf } from './dashboard.ts'
import { datasetOf, type DescribedQuestion } from './dataset.ts'
import { DATABASE, VERSION, databaseOf } from './database.ts'

type Area = ShippedQuestion['area']

/** A dashboard an area, in the order in which the data goes. */
const TITLES: Record<Area, string> = {
  pipeline: 'Pipeline',
  signals: 'Signals',
  trading: 'Trading',
  quality: 'Model quality',
}

/**
 * Paths and texts, the same for the same questions: Superset tells by their ids what it has already.
 *
 * @param trino where Superset finds Trino; no password goes into a file.
 */
export function supersetBundle(
  answered: readonly DescribedQuestion[],
  trino: { url: string; user: string },
): Map<string, string> {
  const files: [path: string, content: object][] = [
    // A moment is wanted here, and a bundle has none of its own.
    ['metadata.yaml', { version: VERSION, type: 'assets', timestamp: '1970-01-01T00:00:00+00:00' }],
    [`databases/${DATABASE}.yaml`, databaseOf(trino)],
    ...answered.flatMap((one): [string, object][] => {
      const name = one.question.slug.replaceAll('-', '_')
      return [
        [`datasets/${DATABASE}/${name}.yaml`, datasetOf(one)],
        [`charts/${name}.yaml`, chartOf(one)],
      ]
    }),
    ...Object.entries(TITLES).map(([area, title]): [string, object] => {
      const questions = answered.map(({ question }) => question)
      const ofArea = questions.filter((question) => question.area === area)
      return [`dashboards/${area}.yaml`, dashboardOf(area, title, ofArea)]
    }),
  ]
  return new Map(
    files.map(([path, content]) => [
      path,
      stringify(content, { lineWidth: 0, compat: 'yaml-1.1' }),
    ]),
  )
}
