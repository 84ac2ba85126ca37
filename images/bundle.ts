/**
 * The product as its images hold it: plain JavaScript files that need Node and nothing else.
 *
 * Names and lines stay as they are written: minified code starts no sooner with a compile cache,
 * source maps cost a function half its start, and stack traces stay readable without either.
 */

import { existsSync, globSync } from 'node:fs'
import { cp, rm } from 'node:fs/promises'
import http from 'node:http'
import { basename, join, parse } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown, type Plugin } from 'rolldown'
import { stageNames } from '#shared/pipeline.ts'

const ROOT = fileURLToPath(new URL('../', import.meta.url))

/** Commands that start, measure or look at a machine: they need the sources and stay at home. */
const OF_A_MACHINE = new Set(['doctor', 'fn', 'scale', 'up'])

/** Started by a program, and found by where it lies beside the others. */
const APART = [['shared/clients/lake/duckdb-process', 'shared/clients/lake/duckdb-process.ts']]

/** A native library cannot be bundled: it lies beside the programs, for the processor that builds. */
async function copyDuckdb(folder: string): Promise<void> {
  const own = `node-bindings-${process.platform}-${process.arch}`
  for (const name of ['node-api', 'node-bindings', own])
    await cp(join(ROOT, 'node_modules/@duckdb', name), join(folder, 'node_modules/@duckdb', name), {
      recursive: true,
      filter: (path) => !path.endsWith('.map') && !path.endsWith('.d.ts'),
    })
}

/** Writes `<stage>.mjs` of every stage and what they share into `folder`; returns the entries. */
export function bundleFunctions(folder: string): Promise<string[]> {
  return bundle(
    folder,
    Object.fromEntries(stageNames.map((stage) => [stage, `functions/${stage}/index.ts`])),
  )
}

/**
 * Writes `<service>.mjs` of every always-on program, `stonks.mjs` with its commands, what they share
 * and the migrations into `folder`; returns the entries.
 */
export async function bundleServices(folder: string): Promise<string[]> {
  const services = globSync('services/*/index.ts', { cwd: ROOT }).map((file) => [
    basename(join(file, '..')),
    file,
  ])
  const commands = globSync('services/cli/commands/*.ts', { cwd: ROOT })
    .map((file) => [parse(file).name, file] as const)
    .filter(([name]) => !OF_A_MACHINE.has(name))
    .map(([name, file]) => [`commands/${name}`, file])
  const written = await bundle(
    folder,
    Object.fromEntries(
      [...services, ['stonks', 'services/cli/main.ts'], ...commands, ...APART].toSorted(),
    ),
  )
  await copyDuckdb(folder)
  await cp(join(ROOT, 'migrations'), join(folder, 'migrations'), { recursive: true })
  return written
}

/** Writes `warm.mjs`, which an image's build runs, into `folder`. */
export function bundleWarm(folder: string): Promise<string[]> {
  return bundle(folder, { warm: 'images/warm.ts' })
}

async function bundle(folder: string, entries: Record<string, string>): Promise<string[]> {
  if (existsSync(folder)) await rm(folder, { recursive: true })
  const graph = await rolldown({
    cwd: ROOT,
    input: entries,
    platform: 'node',
    logLevel: 'warn',
    external: /^@duckdb\//,
    plugins: [plainHttp],
    // A package of CommonJS asks where it stands, which only CommonJS is told.
    transform: { define: { __dirname: 'import.meta.dirname' } },
  })
  await graph.write({
    dir: folder,
    format: 'esm',
    entryFileNames: '[name].mjs',
    // As deep as shared/sql/schema/: what is addressed from there, migrations/, is found here too.
    chunkFileNames: 'shared/sql/chunks/[name].mjs',
  })
  await graph.close()
  return Object.keys(entries).map((name) => join(folder, `${name}.mjs`))
}

/**
 * `import … from 'node:http'` reads every property of it, and one of those loads all of fetch: a
 * fifth of a function's start. Our own imports read the others alone.
 */
const plainHttp: Plugin = {
  name: 'plain-http',
  resolveId: (id, importer) =>
    id === 'node:http' && !importer?.includes('node_modules') ? '\0http' : undefined,
  load: (id) => {
    if (id !== '\0http') return undefined
    const properties = Object.entries(Object.getOwnPropertyDescriptors(http))
    const names = properties.flatMap(([name, { get }]) => (get ? [] : [name]))
    const all = `export const { ${names.join(', ')} } = process.getBuiltinModule('node:http')`
    return `${all}\nexport default process.getBuiltinModule('node:http')`
  },
}
