/** What a check of `doctor --cluster` says, and how it says that something could not be read. */

import type { ClusterReading } from './client.ts'
import type { Deployment } from './objects.ts'

export type Verdict = 'ok' | 'warn' | 'bad'

export type Checked = {
  check: string
  verdict: Verdict
  found: string
  wanted: string
  /** Commands that mend it, with remarks as the shell has them; empty when all is well. */
  mend: string[]
}

/** How commands are to begin, so that they mend the cluster that was looked at. */
export type Tools = { kubectl: string; helm: string; namespace: string }

export type Finding = Omit<Checked, 'check' | 'wanted'>

export const ok = (found: string): Finding => ({ verdict: 'ok', found, mend: [] })
export const warn = (found: string, ...mend: string[]): Finding => ({
  verdict: 'warn',
  found,
  mend,
})
export const bad = (found: string, ...mend: string[]): Finding => ({
  verdict: 'bad',
  found,
  mend,
})

type Question<T> = {
  check: string
  wanted: string
  reading: ClusterReading<T>
  /** What it means that the object is not there. */
  absent: (words: string) => Finding
  /** What it means that the answer was an error; by itself, the API server's. */
  failed?: (words: string) => Finding
  judge: (value: T) => Finding
}

/** A check of one reading. What may not be read is no fault of the cluster, so it only warns. */
export function check<T>(question: Question<T>): Checked {
  const { check: name, wanted, reading, absent, judge } = question
  const { failed = (words) => bad(words, '# See the log of the API server') } = question
  const finding = () => {
    if (reading.ok) return judge(reading.value)
    if (reading.why === 'absent') return absent(reading.words)
    if (reading.why === 'failed') return failed(reading.words)
    return warn(`may not read it: ${reading.words}`, '# Have an administrator of the cluster look')
  }
  return { check: name, wanted, ...finding() }
}

export type Version = { text: string; major: number; minor: number; patch: number }

/** `v1.35.4` and `2.20.2-rc1` have a version; `devel`, `latest` and digests have none. */
export function versionOf(text: string): Version | undefined {
  const found = /^v?(\d+)\.(\d+)(?:\.(\d+))?/.exec(text)
  if (!found) return undefined
  const [major, minor, patch] = [found[1], found[2], found[3] ?? 0].map(Number) as [
    number,
    number,
    number,
  ]
  return { text: text.replace(/^v/, ''), major, minor, patch }
}

/** Whether a version is at least `[major, minor, patch]`. */
export function isAtLeast(
  version: Version,
  [major, minor, patch]: readonly [number, number, number],
): boolean {
  const order = version.major - major || version.minor - minor || version.patch - patch
  return order >= 0
}

/** What a Deployment says of its version: its label, else its image's tag. */
export function toldVersion(deployment: Deployment): string {
  const label = deployment.metadata.labels['app.kubernetes.io/version']
  if (label !== undefined && versionOf(label)) return label
  const image = deployment.spec.template.spec.containers[0]?.image ?? ''
  const tag = /:([^:/@]+)(?:@|$)/.exec(image)?.[1]
  return tag !== undefined && versionOf(tag)?.minor !== undefined && /\./.test(tag)
    ? tag
    : (label ?? tag ?? 'unknown')
}

/** Deployments that have fewer ready pods than they want, with their words. */
export function lacking(deployments: readonly Deployment[]): string[] {
  return deployments
    .filter(({ spec, status }) => status.readyReplicas < spec.replicas)
    .map(
      ({ metadata, spec, status }) =>
        `${metadata.name} has ${status.readyReplicas} of ${spec.replicas} pods ready`,
    )
}

/** `a, b and 3 more`, so that a table stays a table. */
export function few(words: readonly string[], most = 3): string {
  if (words.length <= most) return words.join(', ')
  return `${words.slice(0, most).join(', ')} and ${words.length - most} more`
}
