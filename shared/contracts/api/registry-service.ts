/** Who answers the registry's routes, and the least that may ask them. */

export const reads = { service: 'symbol-registry', role: 'viewer', topic: 'registry' } as const
export const changes = { service: 'symbol-registry', role: 'operator' } as const
