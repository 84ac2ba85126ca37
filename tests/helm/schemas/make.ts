/** Makes the schemas of this folder: `node tests/helm/schemas/make.ts FOLDER…` of CRDs. */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseAllDocuments } from 'yaml'
import { strictSchema, type CustomResourceDefinition } from '../crd-schema.ts'
import { sources } from './sources.ts'

const files = process.argv
  .slice(2)
  .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
  .filter((path) => path.endsWith('.yaml'))
const definitions = files.flatMap((path) =>
  parseAllDocuments(readFileSync(path, 'utf8')).map(
    (document) => document.toJS() as CustomResourceDefinition,
  ),
)

for (const { definition, version } of sources) {
  const crd = definitions.find(({ metadata }) => metadata?.name === definition)
  if (!crd) {
    console.error(`${definition}: none of the files defines it; left as it is`)
    continue
  }
  const text = JSON.stringify(strictSchema(crd, version), null, 1)
  writeFileSync(new URL(`${definition}.json`, import.meta.url), `${text}\n`)
  console.log(`${definition} ${version}`)
}
