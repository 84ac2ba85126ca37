/** An object store that a test sees into. */

import type { StageObjects } from '#shared/clients/objects/patient.ts'

/** Objects in memory; `put` replaces, as in every store. */
export function memoryObjects(): StageObjects & { held: Map<string, Buffer> } {
  const held = new Map<string, Buffer>()
  return {
    held,
    put: async (bucket, key, bytes) => void held.set(`${bucket}/${key}`, Buffer.from(bytes)),
    remove: async (bucket, key) => void held.delete(`${bucket}/${key}`),
    async get(bucket, key) {
      const bytes = held.get(`${bucket}/${key}`)
      if (!bytes)
        throw Object.assign(new Error(`${bucket}/${key} is missing`), { name: 'ObjectMissing' })
      return bytes
    },
  }
}
