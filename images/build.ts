/** `npm run images`: builds the images, and writes each as an archive that a cluster can load. */

import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { messageOf } from '#shared/host/faults.ts'
import { readArchive } from './archive.ts'
import { engineNames, openEngine, type Engine, type EngineName } from './engine.ts'
import { ownBaseOf, unpinned } from './pinned.ts'
import { ARCHIVES, CONTEXT, imageNames, recipes, type ImageName } from './recipes.ts'

const ROOT = fileURLToPath(new URL('../', import.meta.url))

export type ImageOptions = {
  /** All, if none is named. */
  only?: readonly ImageName[]
  /** Of all that are built in this run; `own`: made of this machine's programs. Else the Containerfile's. */
  base?: string
  /** Put before the image's name as it is: `registry.example.com/stonks/`. */
  prefix?: string
  /** The product's version, if not said. */
  tag?: string
  engine?: EngineName
  /** Refuses a base that is named by a tag, as for what is to be released. */
  pinned?: boolean
  /** Told what is under way. */
  say?: (line: string) => void
}

export type BuiltImage = {
  /** With its prefix, without its tag. */
  name: string
  tag: string
  /** A docker-archive of it. */
  tar: string
  /** Of all layers, unpacked. */
  bytes: number
  layers: number
}

/**
 * Builds images one after another.
 *
 * @throws Error with the engine's own words when it refuses, or what to install when there is none.
 */
export async function buildImages(options: ImageOptions = {}): Promise<BuiltImage[]> {
  const { only = imageNames, prefix = 'stonks-oracle/', tag = version(), say = () => {} } = options
  const engine = openEngine(options.engine)
  const built: BuiltImage[] = []
  for (const image of only) {
    const started = performance.now()
    const name = `${prefix}${image}`
    const movable = unpinned(image, options.base ?? ownBaseOf(recipes[image].containerfile))
    if (movable && options.pinned) throw new Error(movable)
    if (movable) say(movable)
    say(`${name}:${tag}: ${engine.name} builds it`)
    const tar = await buildImage(engine, image, `${name}:${tag}`, options.base)
    const { bytes, layers } = await readArchive(tar)
    built.push({ name, tag, tar, bytes, layers })
    const seconds = ((performance.now() - started) / 1_000).toFixed(1)
    say(`${name}:${tag}: ${megabytes(bytes)} in ${layers} layers, ${seconds} s, ${tar}`)
  }
  return built
}

/** Returns the archive's path. */
async function buildImage(
  engine: Engine,
  image: ImageName,
  reference: string,
  base: string | undefined,
): Promise<string> {
  const { containerfile, args, prepare } = recipes[image]
  await mkdir(CONTEXT, { recursive: true })
  await prepare()
  const from = base === 'own' ? await buildOwnBase(engine, image) : base
  await engine.build({
    name: reference,
    containerfile,
    context: CONTEXT,
    args: {
      ...args,
      ...('PROGRAMS' in args ? { BUILD: revision() } : {}),
      ...(from ? { BASE: from } : {}),
    },
    labels: {
      'org.opencontainers.image.version': version(),
      'org.opencontainers.image.revision': revision(),
    },
  })
  const tar = join(ARCHIVES, `${image}.tar`)
  await mkdir(ARCHIVES, { recursive: true })
  await rm(tar, { force: true })
  await engine.save(reference, tar)
  return tar
}

/** Returns its name. */
async function buildOwnBase(engine: Engine, image: ImageName): Promise<string> {
  const folder = join(CONTEXT, 'base')
  const name = `localhost/stonks-base:${image}`
  const containerfile = recipes[image].ownBase(folder)
  await engine.build({ name, containerfile, context: folder, args: {}, labels: {} })
  await rm(folder, { recursive: true })
  return name
}

function version(): string {
  const text = readFileSync(join(ROOT, 'package.json'), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}

/** Of the sources; empty outside a checkout. */
function revision(): string {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], { cwd: ROOT, encoding: 'utf8' }).trim()
  } catch {
    return ''
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}

const HELP = `Builds the images and writes each to dist/archives/<image>.tar.

Usage: npm run images -- [options]

  --only NAMES     of ${imageNames.join(', ')}, by comma; all
  --base IMAGE     base of all that are built in this run; "own": of this machine's own programs
  --pinned         refuse a base that is named by a tag
  --prefix TEXT    before each name as it is, such as registry.example.com/stonks/; stonks-oracle/
  --tag TAG        ${version()}
  --engine NAME    ${engineNames.join(', ')}; the first that answers

A cluster without a registry loads an archive: ctr -n k8s.io images import dist/archives/services.tar`

async function main(): Promise<void> {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    options: {
      only: text,
      base: text,
      prefix: text,
      tag: text,
      engine: text,
      pinned: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) return console.log(HELP)
  const only = values.only?.split(',').map((name) => oneOf('--only', imageNames, name))
  const engine = values.engine && oneOf('--engine', engineNames, values.engine)
  const { base, prefix, tag, pinned } = values
  const given = Object.entries({ only, engine, base, prefix, tag, pinned }).filter(
    ([, value]) => value,
  )
  await buildImages({ ...Object.fromEntries(given), say: console.log })
}

function oneOf<T extends string>(option: string, names: readonly T[], name: string): T {
  const found = names.find((each) => each === name)
  if (!found) throw new Error(`${option} ${name}: expected ${names.join(', ')}`)
  return found
}

if (import.meta.main) {
  await main().catch((fault: unknown) => {
    console.error(`images: ${messageOf(fault)}`)
    process.exitCode = 1
  })
}
