// Makes the bundle in a folder into one of a release to come: its code needs one more migration, which
// only adds, and which it brings where it brings migrations at all. Plain JavaScript, without imports
// from packages: it also runs while an image is built on one of ours.
//
// node next-release.mjs FOLDER

import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const NAME = '9001-planted.sql'
const ADDS = `alter table documents add column if not exists planted text not null default '';
create table planted (planted_id uuid primary key, job_id uuid references jobs);
create index planted_producer on jobs (producer);
`
const NEEDED = /\bSCHEMA_NEEDED = "[^"]+"/

const [folder] = process.argv.slice(2)
const needing = globSync(join(folder, '**/*.mjs')).filter((file) =>
  NEEDED.test(readFileSync(file, 'utf8')),
)
if (needing.length === 0) throw new Error(`Make ${folder} a release to come: it names no schema`)
for (const file of needing) {
  const text = readFileSync(file, 'utf8')
  writeFileSync(file, text.replace(NEEDED, `SCHEMA_NEEDED = "${NAME}"`))
}
const migrations = join(folder, 'migrations')
if (existsSync(migrations)) writeFileSync(join(migrations, NAME), ADDS)
