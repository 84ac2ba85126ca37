/** A JSON Schema of what a cluster keeps of a custom resource: what it would drop is refused. */

export type Schema = boolean | { [keyword: string]: unknown }

export type CustomResourceDefinition = {
  metadata: { name: string }
  spec: {
    group: string
    names: { kind: string }
    versions: { name: string; schema: { openAPIV3Schema: Node } }[]
  }
}

type Node = {
  type?: string
  description?: string
  pattern?: string
  properties?: Record<string, Node>
  items?: Node
  additionalProperties?: Node | boolean
  'x-kubernetes-preserve-unknown-fields'?: boolean
  'x-kubernetes-int-or-string'?: boolean
  [keyword: string]: unknown
}

/** The constraints that JSON Schema shares with a CRD's structural schema. */
const SHARED = [
  'type',
  'required',
  'enum',
  'nullable',
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
]

/** Knative's flags that are on unless an operator turns them off. */
const FLAGS_ON = ['kubernetes.podspec-volumes-emptydir']
const FLAG = /accessible behind a feature flag - (\S+)/

/**
 * The schema of one version. Metadata is left open, status is left out, and so is what a feature
 * flag of Knative hides by default.
 *
 * @throws RangeError where the definition has no such version.
 */
export function strictSchema(crd: CustomResourceDefinition, version: string): Schema {
  const { group, names, versions } = crd.spec
  const found = versions.find(({ name }) => name === version)
  if (!found) throw new RangeError(`Read ${crd.metadata.name}: it has no version ${version}`)
  const root = found.schema.openAPIV3Schema
  const { status: _, ...properties } = root.properties ?? {}
  return {
    $comment: `${crd.metadata.name} ${version}`,
    ...(strict({ ...root, properties }) as object),
    properties: {
      ...strictEach(properties),
      apiVersion: { const: `${group}/${version}` },
      kind: { const: names.kind },
      metadata: { type: 'object' },
    },
    required: ['apiVersion', 'kind', 'metadata', 'spec'],
  }
}

function strict(node: Node): Schema {
  const flag = FLAG.exec(node.description ?? '')?.[1]
  if (flag !== undefined && !FLAGS_ON.includes(flag)) return false
  const { properties, items, additionalProperties: others } = node
  const isOpen = node['x-kubernetes-preserve-unknown-fields'] === true
  const isObject = node.type === 'object'
  return {
    ...Object.fromEntries(Object.entries(node).filter(([keyword]) => SHARED.includes(keyword))),
    ...(node.pattern === undefined ? {} : { pattern: inJavaScript(node.pattern) }),
    ...(node['x-kubernetes-int-or-string'] === true ? { type: ['integer', 'string'] } : {}),
    ...(properties ? { properties: strictEach(properties) } : {}),
    ...(items ? { items: strict(items) } : {}),
    ...(typeof others === 'object' ? { additionalProperties: strict(others) } : {}),
    ...(isObject && others === undefined && !isOpen ? { additionalProperties: false } : {}),
  }
}

/** Go's `(?i)` holds to the end; JavaScript's needs to be told so. */
function inJavaScript(pattern: string): string {
  return pattern.replace(/\(\?i\)(.*)$/, '(?i:$1)')
}

function strictEach(properties: Record<string, Node>): Record<string, Schema> {
  return Object.fromEntries(Object.entries(properties).map(([name, node]) => [name, strict(node)]))
}
