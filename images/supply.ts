/** What packages may come into the product: pinned by content, and under licences we can keep to. */

export type Locked = {
  version?: string
  integrity?: string
  license?: string
  resolved?: string
  link?: boolean
  dev?: boolean
  optional?: boolean
  devOptional?: boolean
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
}
export type Lock = { packages: Record<string, Locked> }

type Component = {
  name: string
  version: string
  purl?: string
  hashes?: { alg: string; content: string }[]
  licenses?: { license?: { id?: string; name?: string }; expression?: string }[]
}
export type Sbom = { bomFormat: string; specVersion: string; components: Component[] }

/** They ask for a notice at most. */
const FREE = ['MIT', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', '0BSD', 'BlueOak-1.0.0']
/** Nobody's rights at all. */
const WAIVED = ['Unlicense', 'CC0-1.0', 'MIT-0']
/** Others, by package: what each asks for is kept to. docs/decisions/0008 says why they may. */
const BY_NAME: Record<string, string> = {
  argparse: 'PSF-2.0',
  'spdx-exceptions': 'CC-BY-3.0',
}
/** For building alone: what is made with them carries none of them. */
const FOR_BUILDING = ['MPL-2.0']

/** What the lock file lets in that it should not; an empty list where nothing is. */
export function faultsOfLock({ packages }: Lock): string[] {
  return Object.entries(packages).flatMap(([path, one]) => {
    if (path === '') return []
    const faults = []
    if (one.link || !/^sha512-[A-Za-z0-9+/]{86}==$/.test(one.integrity ?? ''))
      faults.push(`${path}: no sha512 of its content in package-lock.json`)
    // npm omits addresses here; one that stands is another registry's, or none's.
    if (one.resolved !== undefined) faults.push(`${path}: comes from ${one.resolved}`)
    if (!isAllowed(nameOf(path), one))
      faults.push(`${path}: its licence is ${one.license ?? 'not said'}`)
    return faults
  })
}

/** A licence, or an expression of several: all of an AND, and one of an OR, must be allowed. */
function isAllowed(name: string, { license = '', dev }: Locked): boolean {
  const may = [...FREE, ...WAIVED, ...(dev ? FOR_BUILDING : [])]
  const holds = (id: string) => may.includes(id) || BY_NAME[name] === id
  return license
    .replaceAll(/[()]/g, '')
    .split(' OR ')
    .some((some) => some.split(' AND ').every(holds))
}

/** What the SBOM lacks of the lock file's production packages, or says beyond them. */
export function faultsOfSbom(sbom: Sbom, { packages }: Lock): string[] {
  const wanted = new Set(
    Object.entries(packages)
      .filter(([path, { dev }]) => path !== '' && !dev)
      .map(([path, { version }]) => `${nameOf(path)}@${version}`),
  )
  const listed = new Set(sbom.components.map(({ name, version }) => `${name}@${version}`))
  return [
    ...(sbom.bomFormat === 'CycloneDX' ? [] : [`is no CycloneDX: ${sbom.bomFormat}`]),
    ...[...wanted].filter((one) => !listed.has(one)).map((one) => `does not list ${one}`),
    ...[...listed].filter((one) => !wanted.has(one)).map((one) => `lists ${one} beside the lock`),
    ...sbom.components.flatMap(({ name, version, purl, hashes = [], licenses = [] }) => [
      ...(purl ? [] : [`${name}@${version} has no purl`]),
      ...(hashes.some(({ alg }) => alg === 'SHA-512') ? [] : [`${name}@${version} has no SHA-512`]),
      ...(licenses.length > 0 ? [] : [`${name}@${version} says no licence`]),
    ]),
  ]
}

/** Direct dependencies for production whose version says that it is no release: name and version. */
export function previewsIn({ packages }: Lock): string[] {
  const { dependencies = {}, optionalDependencies = {}, devDependencies = {} } = packages[''] ?? {}
  const built = Object.keys(devDependencies)
  return Object.keys({ ...dependencies, ...optionalDependencies })
    .filter((name) => name in dependencies || !built.includes(name))
    .flatMap((name) => {
      const version = packages[`node_modules/${name}`]?.version ?? ''
      return version.includes('-') ? [`${name}@${version}`] : []
    })
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
}
