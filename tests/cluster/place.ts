/** The cluster that the proof runs on: the one KUBECONFIG names, else the kit beside the repository. */

import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beside } from '../helpers/beside.ts'

export const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const { path: KIT } = beside('cluster-kit')
const KIT_HOME = process.env['KIT_HOME'] ?? join(homedir(), '.cache/cluster-kit')

export type Place = {
  /** What the proof calls it. */
  name: string
  kubeconfig: string
  /** Words that run kubectl. */
  kubectl: [string, ...string[]]
  /** The kit's folder; undefined for a cluster of one's own. */
  kit: string | undefined
  /** Where images are pushed, on a cluster of one's own. */
  registry: string | undefined
  /** Leaves the machine as it was found: ends a cluster that was started here. */
  close: () => void
}

/** Why there is no cluster to prove anything on; empty where there is one. */
export function whyNoCluster(): string {
  if (process.env['KUBECONFIG']) {
    if (process.env['CLUSTER_REGISTRY']) return ''
    return 'KUBECONFIG is set, but CLUSTER_REGISTRY is not: name a registry that its nodes pull from'
  }
  if (!existsSync(join(KIT, 'up'))) return 'no KUBECONFIG, and no cluster kit beside the repository'
  if (process.getuid?.() !== 0) return 'the cluster kit needs root'
  if (existsSync(join(KIT_HOME, 'built')) || process.env['CLUSTER'] === '1') return ''
  return 'the cluster kit is not built yet: CLUSTER=1 builds it, which takes about 15 minutes'
}

/** Finds the cluster, building and starting the kit's where that is the one. */
export function openPlace(say: (line: string) => void): Place {
  const why = whyNoCluster()
  if (why) throw new Error(`Find a cluster: ${why}`)
  const named = process.env['KUBECONFIG']
  if (named) {
    const registry = process.env['CLUSTER_REGISTRY']
    return {
      name: 'the cluster of KUBECONFIG',
      kubeconfig: named,
      kubectl: ['kubectl'],
      kit: undefined,
      registry,
      close: () => undefined,
    }
  }
  const kubectl: [string] = [join(KIT, 'kubectl')]
  const ready = ['--request-timeout=3s', 'get', '--raw', '/readyz']
  const wasUp = spawnSync(kubectl[0], ready, { stdio: 'ignore' }).status === 0
  const close = () => void (wasUp || spawnSync(join(KIT, 'down'), { stdio: 'ignore' }))
  for (const [step, args] of [
    ['build', []],
    ['build', ['minio']],
    ['up', []],
  ] as const) {
    say(`cluster kit: ${[step, ...args].join(' ')}`)
    const run = spawnSync(join(KIT, step), args, { encoding: 'utf8' })
    if (run.status !== 0)
      throw new Error(`Run the cluster kit's ${step}: ${run.stderr || run.stdout}`)
    const found = /^KUBECONFIG=(.+)$/m.exec(run.stdout)?.[1]
    if (found) {
      return {
        name: 'the cluster kit',
        kubeconfig: found,
        kubectl,
        kit: KIT,
        registry: undefined,
        close,
      }
    }
  }
  throw new Error('Start the cluster kit: it printed no KUBECONFIG')
}

/** The MinIO server that the kit built. */
export const MINIO = join(KIT_HOME, 'bin/minio')
