/** Reaches a Service of the cluster from the test: by its cluster address, else by a forwarded port. */

import { spawn, type ChildProcess } from 'node:child_process'
import { connect } from 'node:net'
import { childEnv } from '#shared/host/env.ts'
import { freePorts } from '../../services/local/embedded/ports.ts'
import { kubectl } from './kubectl.ts'
import type { Place } from './place.ts'

export type Way = { host: string; port: number; close: () => void }

/** A way that outlives restarts of what is behind the Service. */
export async function reach(place: Place, namespace: string, service: string): Promise<Way> {
  const path = 'jsonpath={.spec.clusterIP}:{.spec.ports[0].port}'
  const [host, port] = (
    await kubectl(place, ['get', 'service', '-n', namespace, service, '-o', path])
  ).split(':')
  if (host && port && (await answers(host, Number(port))))
    return { host, port: Number(port), close: () => undefined }
  return forward(place, namespace, service, Number(port))
}

async function forward(
  place: Place,
  namespace: string,
  service: string,
  port: number,
): Promise<Way> {
  const [local] = (await freePorts(1)) as [number]
  const [program, ...first] = place.kubectl
  let child: ChildProcess | undefined
  let wanted = true
  const start = () => {
    const args = [
      ...first,
      'port-forward',
      '-n',
      namespace,
      `service/${service}`,
      `${local}:${port}`,
    ]
    child = spawn(program, args, {
      env: childEnv({ KUBECONFIG: place.kubeconfig }),
      stdio: 'ignore',
    })
    // It ends with the pod it was bound to.
    child.once('exit', () => setTimeout(() => wanted && start(), 500))
  }
  start()
  return {
    host: '127.0.0.1',
    port: local,
    close() {
      wanted = false
      child?.kill()
    },
  }
}

function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2_000 })
    const end = (answer: boolean) => {
      socket.destroy()
      resolve(answer)
    }
    socket.once('connect', () => end(true))
    socket.once('error', () => end(false))
    socket.once('timeout', () => end(false))
  })
}
