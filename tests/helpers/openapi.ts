/** Checks a value against a schema of an OpenAPI document: types, required keys, enums, formats. */

type Schema = {
  $ref?: string
  type?: string
  nullable?: boolean
  enum?: unknown[]
  format?: string
  required?: string[]
  properties?: Record<string, Schema>
  additionalProperties?: Schema | boolean
  items?: Schema
  allOf?: Schema[]
  oneOf?: Schema[]
  anyOf?: Schema[]
}

export type OpenApi = { components: { schemas: Record<string, Schema> } }

const FORMATS: Record<string, RegExp> = {
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  date: /^\d{4}-\d{2}-\d{2}$/,
  'date-time': /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/,
  decimal: /^-?\d+(\.\d+)?$/,
}

/** What is wrong with `value` as a `name`, or as a list of them for `name[]`; empty when it fits. */
export function complaints(document: OpenApi, name: string, value: unknown): string[] {
  const schema = document.components.schemas[name.replace('[]', '')]
  if (!schema) return [`there is no schema ${name}`]
  return check(
    document,
    name.endsWith('[]') ? { type: 'array', items: schema } : schema,
    value,
    name,
  )
}

function check(document: OpenApi, schema: Schema, value: unknown, at: string): string[] {
  if (schema.$ref) {
    const target = document.components.schemas[schema.$ref.split('/').at(-1) ?? '']
    return target ? check(document, target, value, at) : [`${at}: ${schema.$ref} is nowhere`]
  }
  if (value === null) return schema.nullable ? [] : [`${at}: null`]
  const found = [
    ...(schema.type && !isOf(schema.type, value)
      ? [`${at}: ${typeof value} is no ${schema.type}`]
      : []),
    ...(schema.enum && !schema.enum.includes(value)
      ? [`${at}: ${JSON.stringify(value)} is none of the enum`]
      : []),
    ...(schema.format && typeof value === 'string' && FORMATS[schema.format]?.test(value) === false
      ? [`${at}: "${value}" is no ${schema.format}`]
      : []),
    ...(schema.allOf ?? []).flatMap((part) => check(document, part, value, at)),
  ]
  if (Array.isArray(value)) {
    return [
      ...found,
      ...value.flatMap((one, index) => check(document, schema.items ?? {}, one, `${at}[${index}]`)),
    ]
  }
  return typeof value === 'object' ? [...found, ...checkKeys(document, schema, value, at)] : found
}

function checkKeys(document: OpenApi, schema: Schema, value: object, at: string): string[] {
  const missing = (schema.required ?? []).filter((key) => !Object.hasOwn(value, key))
  const other =
    typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined
  return [
    ...missing.map((key) => `${at}.${key}: missing`),
    ...Object.entries(value).flatMap(([key, one]) => {
      const part = schema.properties?.[key] ?? other
      if (part) return check(document, part, one, `${at}.${key}`)
      return schema.properties ? [`${at}.${key}: not described`] : []
    }),
  ]
}

function isOf(type: string, value: unknown): boolean {
  if (type === 'array') return Array.isArray(value)
  if (type === 'integer') return Number.isInteger(value)
  if (type === 'object') return typeof value === 'object' && !Array.isArray(value)
  return typeof value === type
}
