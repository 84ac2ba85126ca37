/** The way to a cluster: whom kubectl would ask, asked for one path at a time and never changed. */

import type { KubeConfig } from '@kubernetes/client-node'
import * as v from 'valibot'
import { messageOf } from '#shared/host/faults.ts'
import { UsageError } from '../command.ts'

/** Where the chart goes when neither --namespace nor the context says. */
const NAMESPACE = 'stonks-oracle'
const ANSWER_MS = 10_000
/** What the client library calls the address it guesses when no cluster is configured. */
const GUESSED = 'loaded-context'

/** What one path of the API answered; a refusal is as good a finding as an object. */
export type ClusterReading<T> =
  | { ok: true; value: T }
  | { ok: false; why: 'absent' | 'forbidden' | 'failed'; words: string }

export type Cluster = {
  context: string
  server: string
  namespace: string
  config: KubeConfig
  /**
   * GET of one path of the API.
   *
   * @throws Unreachable when nobody answers there, or the credentials are refused.
   */
  read(path: string): Promise<ClusterReading<unknown>>
}

/** The cluster does not answer at all, so nothing can be said of it. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable'
}

/** Neither KUBECONFIG, nor ~/.kube/config, nor a pod's own account names a cluster. */
export class NoCluster extends Error {
  override readonly name = 'NoCluster'
}

export type Where = { context?: string | undefined; namespace?: string | undefined }

/**
 * Joins the cluster that kubectl would use, without asking it anything yet.
 *
 * @throws NoCluster, or UsageError when the kubeconfig has no such context.
 */
export async function openCluster({ context, namespace }: Where): Promise<Cluster> {
  const client = await import('@kubernetes/client-node')
  const config = new client.KubeConfig()
  try {
    config.loadFromDefault()
  } catch (cause) {
    throw new Error('Read the kubeconfig', { cause })
  }
  if (config.getCurrentContext() === GUESSED)
    throw new NoCluster('No cluster is configured: set KUBECONFIG, or write ~/.kube/config')
  if (context !== undefined) config.setCurrentContext(context)
  const current = config.getContextObject(config.getCurrentContext())
  const server = config.getCurrentCluster()?.server.replace(/\/$/, '')
  if (!current || server === undefined) {
    const names = config.getContexts().map(({ name }) => name)
    throw new UsageError(
      `the kubeconfig has no context "${config.getCurrentContext()}". It has: ${names.join(', ') || 'none'}`,
    )
  }
  const http = new client.IsomorphicFetchHttpLibrary()
  const who = `context "${current.name}" at ${server}`
  return {
    context: current.name,
    server,
    namespace: namespace ?? current.namespace ?? NAMESPACE,
    config,
    async read(path) {
      try {
        const request = new client.RequestContext(server + path, client.HttpMethod.GET)
        request.setSignal(AbortSignal.timeout(ANSWER_MS))
        await config.applySecurityAuthentication(request)
        const reply = await http.send(request).toPromise()
        if (reply.httpStatusCode !== 401)
          return readReply(reply.httpStatusCode, await reply.body.text())
      } catch (cause) {
        throw new Unreachable(`Reach the cluster of ${who}: ${reasonOf(cause)}`)
      }
      throw new Unreachable(
        `Reach the cluster of ${who}: it does not accept these credentials (401). Sign in again`,
      )
    },
  }
}

const Status = v.object({ message: v.string() })

function readReply(status: number, text: string): ClusterReading<unknown> {
  if (status >= 200 && status < 300) return { ok: true, value: JSON.parse(text) }
  const why = status === 404 ? 'absent' : status === 403 ? 'forbidden' : 'failed'
  const words = v.safeParse(v.pipe(v.string(), v.parseJson(), Status), text)
  return {
    ok: false,
    why,
    words: words.success ? words.output.message : `${status} ${text}`.trim(),
  }
}

/** The innermost reason of a failed request: `fetch failed` alone tells nobody anything. */
function reasonOf(fault: unknown): string {
  if (!(fault instanceof Error)) return messageOf(fault)
  if (fault.cause !== undefined) return reasonOf(fault.cause)
  if (fault instanceof AggregateError) return fault.errors.map(reasonOf).join(', ')
  return messageOf(fault)
}

/** Reads a path as `schema` has it; another shape counts as failed. */
export async function readAs<S extends v.GenericSchema>(
  cluster: Cluster,
  path: string,
  schema: S,
): Promise<ClusterReading<v.InferOutput<S>>> {
  const reading = await cluster.read(path)
  if (!reading.ok) return reading
  const parsed = v.safeParse(schema, reading.value)
  if (parsed.success) return { ok: true, value: parsed.output }
  return { ok: false, why: 'failed', words: `${path} answers in an unknown shape` }
}

/** All objects under a path of the API. */
export async function readList<S extends v.GenericSchema>(
  cluster: Cluster,
  path: string,
  schema: S,
): Promise<ClusterReading<v.InferOutput<S>[]>> {
  const reading = await readAs(cluster, path, v.object({ items: v.array(schema) }))
  return reading.ok ? { ok: true, value: reading.value.items } : reading
}

/** The value of a reading, or what stands for it. */
export function valueOr<T>(reading: ClusterReading<T>, otherwise: T): T {
  return reading.ok ? reading.value : otherwise
}
