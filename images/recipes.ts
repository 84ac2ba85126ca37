/** The images, each with what it is made of. */

import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeNodeBase } from './base.ts'
import { bundleFunctions, bundleServices, bundleWarm } from './bundle.ts'

/** The context of every build. */
export const CONTEXT = fileURLToPath(new URL('../dist/images/', import.meta.url))
export const ARCHIVES = fileURLToPath(new URL('../dist/archives/', import.meta.url))

export type ImageRecipe = {
  containerfile: string
  args: Record<string, string>
  /** Puts what the Containerfile copies into the context. */
  prepare: () => Promise<unknown>
  /** Writes a base of this machine's own programs; returns its Containerfile. */
  ownBase: (folder: string) => string
}

const ofNode = (programs: string, bundle: (folder: string) => Promise<string[]>): ImageRecipe => ({
  containerfile: 'node.Containerfile',
  args: { PROGRAMS: programs },
  prepare: () => Promise.all([bundle(join(CONTEXT, programs)), bundleWarm(join(CONTEXT, 'warm'))]),
  ownBase: writeNodeBase,
})

export const recipes = {
  functions: ofNode('functions', bundleFunctions),
  services: ofNode('services', bundleServices),
} as const satisfies Record<string, ImageRecipe>

export type ImageName = keyof typeof recipes
export const imageNames = Object.keys(recipes) as ImageName[]
