/** What a route of the API is, and what follows from it for who asks and who answers. */

import * as v from 'valibot'
import type { Principal, Role } from './principal.ts'
import type { Topic } from './topics.ts'
import { Code, type Moment } from './words.ts'

/** Method and path of a route, as it is asked for at the front door and at the service itself. */
export type RouteKey = `${'GET' | 'POST' | 'PUT' | 'DELETE'} /${string}`

export type ApiRoute = {
  /** Who answers. query-api is the front door: it passes on what is another's. */
  service: RouteService
  /** The least role that may ask; `anyone` needs no sign-in. */
  role: Role | 'anyone'
  /** A person's own affair: no token and no service may ask. */
  personal?: true
  /**
   * What raises risk asks for a fresh passkey too, and what lowers it never: always, where the body
   * holds these, or, in words behind "where", where the answer finds that it does.
   */
  stepUp?: true | Readonly<Record<string, boolean | string>> | `where ${string}`
  /** Asked for by those beside us alone: the dashboard's proxy does not pass it on. */
  inside?: true
  /** What it does, in the words of the audit and of docs/API.md: 'turns the pipeline on or off'. */
  does: string
  /** What may stand behind the question mark. */
  query?: v.GenericSchema
  /** What a change sends. */
  body?: v.GenericSchema
  /** What comes back with status 200. */
  answer: v.GenericSchema
  /** Nothing that anybody would ask about later: the audit keeps only its refusals. */
  routine?: true
  /** The status instead of 200 where something new came to be. */
  made?: 201 | 202
  /** Sends the browser elsewhere, and answers nothing. */
  leads?: true
  /** How the answer is written where it is not JSON. */
  media?: 'text/event-stream' | 'text/plain' | 'text/html'
  /** Of a list that is read page by page: the field that names a row, and where the last one is sent. */
  pages?: {
    field: string
    param: string
    /** The answer has all rows, in the order that `sort` begins with: the router cuts the page. */
    whole?: true
  }
  /** News of this topic makes an answer old; `all` is told of everything. */
  topic?: Topic | 'all'
  /** What the address names by id, for the words of a 404. */
  names?: string
  /** The form of that id, where it is no UUID. */
  id?: v.GenericSchema<string>
}

/** What every answer that says no holds. */
export const RefusalBody = v.strictObject({
  detail: v.string(),
  code: Code,
  /** What is wrong with each field of what was sent, where that is known. */
  faults: v.optional(v.array(v.strictObject({ field: v.string(), says: v.string() }))),
})
export type FieldFault = { field: string; says: string }

export type ApiRoutes = Readonly<Record<RouteKey, ApiRoute>>

/** Programs that answer routes of the catalogue. */
export type RouteService = 'query-api' | 'symbol-registry' | 'trading-engine' | 'risk-engine'

/** What a change tells the audit, beside who made it and by which route. */
export type Told = {
  /** What was changed, such as an order's id. */
  subject?: string
  before?: Readonly<Record<string, unknown>> | null
  after?: Readonly<Record<string, unknown>> | null
  reason?: string
}

/** Who makes a change, by which route, and in which trace: for a row of the audit. */
export type Trail = { by: Principal; action: RouteKey; does: string; traceId: string }

/** What the server is asked, parsed: by whom, the id in the address, the query, the body. */
export type Asked<R extends ApiRoute> = {
  by: Principal
  request: Request
  /** Tells the audit more of a change, where its row is written after the answer. */
  tell(told: Told): void
  /** For a row that is written in the change's own transaction; `kept` says that it stands. */
  trail: Trail
  kept(): void
  /** W3C trace context, for what the change sets going. */
  traceparent: string
} & (R extends { made: number } ? { made(): void } : unknown) &
  // Refuses with 403 `step_up` who has not just used a passkey.
  (R extends { stepUp: string } ? { askStepUp(): void } : unknown) &
  (R extends { names: string } ? { id: string } : unknown) &
  (R extends { query: infer S extends v.GenericSchema } ? { query: v.InferOutput<S> } : unknown) &
  (R extends { body: infer S extends v.GenericSchema } ? { body: v.InferOutput<S> } : unknown)

/** A value before its way through JSON: moments are still dates. */
export type Served<T> = T extends Moment
  ? Date
  : T extends readonly (infer U)[]
    ? Served<U>[]
    : T extends object
      ? { [K in keyof T]: Served<T[K]> }
      : T

/** What a route comes back with, on the wire. */
export type AnswerOf<R extends ApiRoute> = v.InferOutput<R['answer']>

type Absent<R extends ApiRoute> = R extends { names: string } ? undefined : never

/**
 * One function for each route; undefined where what the address names does not exist. A `Response`
 * goes out as it is: one with cookies, one that sends the browser elsewhere, a stream.
 */
export type Answers<T extends Readonly<Record<string, ApiRoute>>> = {
  readonly [K in keyof T]: (
    asked: Asked<T[K]>,
  ) => Promise<Served<AnswerOf<T[K]>> | Absent<T[K]> | Response>
}
