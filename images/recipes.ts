/** The images, each with what it is made of. */

import { cp, mkdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeSuperset } from '../services/cli/lake/superset.ts'
import { buildPage } from '../services/local/page.ts'
import { writeNginxBase, writeNodeBase } from './base.ts'
import { bundleFunctions, bundleServices, bundleWarm } from './bundle.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** The context of every build. */
export const CONTEXT = here('../dist/images/')
export const ARCHIVES = here('../dist/archives/')

export type ImageRecipe = {
  containerfile: string
  args: Record<string, string>
  /** Puts what the Containerfile copies into the context. */
  prepare: () => Promise<unknown>
  /** Writes a base of this machine's own programs; returns its Containerfile. */
  ownBase: (folder: string) => string
}

const ofNode = (programs: string, bundle: (folder: string) => Promise<string[]>): ImageRecipe => ({
  containerfile: here('node.Containerfile'),
  args: { PROGRAMS: programs },
  prepare: () => Promise.all([bundle(join(CONTEXT, programs)), bundleWarm(join(CONTEXT, 'warm'))]),
  ownBase: writeNodeBase,
})

export const recipes = {
  functions: ofNode('functions', bundleFunctions),
  services: ofNode('services', bundleServices),
  dashboard: {
    containerfile: here('dashboard.Containerfile'),
    args: {},
    prepare: prepareDashboard,
    ownBase: writeNginxBase,
  },
  superset: {
    containerfile: here('superset.Containerfile'),
    args: {},
    prepare: prepareSuperset,
    ownBase: () => {
      throw new Error(
        'superset: no base is made of this machine; name one with --only superset --base',
      )
    },
  },
} as const satisfies Record<string, ImageRecipe>

export type ImageName = keyof typeof recipes
export const imageNames = Object.keys(recipes) as ImageName[]

async function prepareDashboard(): Promise<void> {
  await buildPage(() => undefined)
  const folder = join(CONTEXT, 'dashboard')
  await mkdir(folder, { recursive: true })
  await cp(here('nginx.conf'), join(folder, 'nginx.conf'))
  await cp(here('dashboard.sh'), join(folder, 'start.sh'))
  await cp(here('../frontend/dist'), join(folder, 'page'), {
    recursive: true,
    filter: (path) => !basename(path).startsWith('.'),
  })
}

async function prepareSuperset(): Promise<void> {
  const folder = join(CONTEXT, 'superset')
  await writeSuperset(join(folder, 'bundle'))
  await cp(here('superset/load.py'), join(folder, 'load.py'))
}
