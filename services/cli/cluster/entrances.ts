/** The parts of Kubernetes' objects that let others in from outside. */

import * as v from 'valibot'
import { ObjectMetadata } from './objects.ts'

const text = v.optional(v.string(), '')

const Backend = v.pipe(
  v.object({ backend: v.object({ service: v.optional(v.object({ name: v.string() })) }) }),
  v.transform(({ backend }) => ({ service: backend.service?.name ?? '' })),
)
export const Ingress = v.object({
  metadata: ObjectMetadata,
  spec: v.object({
    tls: v.optional(v.array(v.object({ hosts: v.optional(v.array(v.string()), []) })), []),
    rules: v.optional(
      v.array(
        v.object({
          host: text,
          http: v.optional(v.object({ paths: v.array(Backend) }), { paths: [] }),
        }),
      ),
      [],
    ),
  }),
})
export type Ingress = v.InferOutput<typeof Ingress>

/** A Service, as far as it opens the release to others. */
export const Entrance = v.object({ metadata: ObjectMetadata, spec: v.object({ type: text }) })
export type Entrance = v.InferOutput<typeof Entrance>
