/** What every pod of the product owes beyond the restricted profile. */

import type { IContainer } from 'kubernetes-models/v1'
import { containersOf } from './pod-security.ts'
import type { PodTemplate } from './pods.ts'

/** What a pod lacks, in words; an empty list where it lacks nothing. */
export function gapsOf({ kind, spec }: PodTemplate): string[] {
  const { containers, automountServiceAccountToken, serviceAccountName = 'default' } = spec
  return [
    ...(automountServiceAccountToken === false ? [] : ['takes a token for the API server']),
    ...(serviceAccountName === 'default' ? ['runs as the default service account'] : []),
    ...containersOf(spec).flatMap((container) => prefix(container, gapsOfContainer(container))),
    ...(kind.endsWith('Job') ? [] : containers.flatMap((one) => prefix(one, gapsOfProbes(one)))),
  ]
}

function prefix({ name }: IContainer, gaps: string[]): string[] {
  return gaps.map((gap) => `${name} ${gap}`)
}

function gapsOfContainer({ image = '', resources, securityContext }: IContainer): string[] {
  const { requests = {}, limits = {} } = resources ?? {}
  return [
    ...(securityContext?.readOnlyRootFilesystem === true ? [] : ['may write to its image']),
    ...(['cpu', 'memory'].every((key) => key in requests) ? [] : ['requests no cpu or memory']),
    ...['cpu', 'memory'].filter((key) => !(key in limits)).map((key) => `has no limit of ${key}`),
    ...(isPinned(image) ? [] : [`may run any version: ${image}`]),
  ]
}

function gapsOfProbes({ readinessProbe, livenessProbe }: IContainer): string[] {
  return [
    ...(readinessProbe ? [] : ['does not say when it is ready']),
    ...(livenessProbe ? [] : ['does not say whether it lives']),
  ]
}

/** By a digest, or a tag that is not `latest`; a colon before the last slash is a port's. */
function isPinned(image: string): boolean {
  if (image.includes('@sha256:')) return true
  const tag = /:([^/:]+)$/.exec(image)?.[1]
  return tag !== undefined && tag !== 'latest'
}
