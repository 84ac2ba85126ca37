/**
 * A way to a pod's port, as `kubectl port-forward` has it.
 *
 * It goes through the API server and the kubelet into the pod itself, so that network policies,
 * which shut the namespace to everybody else, do not have to know of it.
 */

import { createServer, type AddressInfo, type Socket } from 'node:net'
import type { Cluster } from './client.ts'

export type Forward = { url: string; close(): Promise<void> }

type Target = { pod: string; port: number }

/** Listens on a free port of this machine; every connection to it ends in the pod. */
export async function openForward(cluster: Cluster, { pod, port }: Target): Promise<Forward> {
  const { PortForward } = await import('@kubernetes/client-node')
  const forwarder = new PortForward(cluster.config)
  const open = new Set<Socket>()
  const server = createServer((socket) => {
    open.add(socket)
    socket.on('error', () => socket.destroy())
    socket.once('close', () => open.delete(socket))
    void forwarder.portForward(cluster.namespace, pod, [port], socket, null, socket).then(
      (opened) => {
        const tunnel = typeof opened === 'function' ? opened() : opened
        tunnel?.addEventListener('close', () => socket.destroy())
        socket.once('close', () => tunnel?.close())
        if (socket.destroyed) tunnel?.close()
      },
      () => socket.destroy(),
    )
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      for (const socket of open) socket.destroy()
      return new Promise((resolve) => {
        server.close(() => resolve())
      })
    },
  }
}
