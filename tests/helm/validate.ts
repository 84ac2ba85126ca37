/** Whether a cluster would take an object as it is written: right types, nothing missing or unknown. */

import { readFileSync } from 'node:fs'
import * as client from '@kubernetes/client-node'
import { Ajv, type ValidateFunction } from 'ajv'
import type { Schema } from './crd-schema.ts'
import type { KubernetesObject } from './render.ts'
import { sources } from './schemas/sources.ts'

type Attribute = { baseName: string; type: string }
type Model = { getAttributeTypeMap(): Attribute[] }
type BuiltIn = new (data: KubernetesObject) => { validate(): void }

const models = client as unknown as Record<string, Model | undefined>
const ajv = new Ajv({ allErrors: true, strict: false })
const custom = new Map<string, ValidateFunction>()
for (const { definition } of sources) {
  const schema = schemaOf(definition) as { properties: Record<string, { const: string }> }
  const { apiVersion, kind } = schema.properties
  custom.set(`${apiVersion?.const} ${kind?.const}`, ajv.compile(schema))
}

/** The schema that stands beside this file for one custom resource. */
export function schemaOf(definition: string): Schema {
  const file = new URL(`schemas/${definition}.json`, import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8')) as Schema
}

/** What is wrong with an object, each with its place; an empty list where nothing is. */
export async function faultsOf(object: KubernetesObject): Promise<string[]> {
  const check = custom.get(`${object.apiVersion} ${object.kind}`)
  const metadata = unknownIn(object.metadata, 'V1ObjectMeta', '/metadata')
  return [...metadata, ...(check ? customFaults(check, object) : await builtInFaults(object))]
}

function customFaults(check: ValidateFunction, object: KubernetesObject): string[] {
  check(object)
  return (check.errors ?? []).map(({ instancePath, message, params }) => {
    const { additionalProperty } = params as { additionalProperty?: string }
    const name = additionalProperty === undefined ? '' : ` "${additionalProperty}"`
    return `${instancePath}: ${message}${name}`
  })
}

async function builtInFaults(object: KubernetesObject): Promise<string[]> {
  const { apiVersion, kind } = object
  const version = apiVersion.split('/').at(-1) ?? ''
  const model = `V${version.slice(1)}${kind}`
  const known = await import(`kubernetes-models/${apiVersion}`).catch(() => ({}))
  const Class = (known as Record<string, BuiltIn | undefined>)[kind]
  if (!Class || !models[model]) return [`: ${apiVersion} has no kind ${kind}`]
  const faults = unknownIn(object, model, '')
  try {
    new Class(object).validate()
  } catch (fault) {
    faults.push((fault as Error).message)
  }
  return faults
}

/** Fields that the API does not know, by the client's own table of fields. */
function unknownIn(value: unknown, type: string, at: string): string[] {
  const element =
    /^Array<(.+)>$/.exec(type)?.[1] ?? /^\{ \[key: string\]: (.+); \}$/.exec(type)?.[1]
  if (element !== undefined) {
    return Object.entries(value ?? {}).flatMap(([key, one]) =>
      unknownIn(one, element, `${at}/${key}`),
    )
  }
  const attributes = models[type]?.getAttributeTypeMap?.()
  if (!attributes || typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, one]) => {
    const attribute = attributes.find(({ baseName }) => baseName === key)
    return attribute
      ? unknownIn(one, attribute.type, `${at}/${key}`)
      : [`${at}: unknown field "${key}"`]
  })
}
