/** Builds every image the proof needs and puts it where the cluster finds it. */

import { copyFileSync, existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { buildImages, type BuiltImage } from '../../images/build.ts'
import { buildArchive, install, loadImages, packServers, type Archive } from './server-images.ts'
import { ROOT, type Place } from './place.ts'

/**
 * Tags of the functions' image: the first, one that is as good, and one that dies as it starts. `next`
 * is of the services' image as well: a release that brings one more migration and needs it.
 */
export const TAGS = {
  first: 'proof-1',
  second: 'proof-2',
  broken: 'proof-broken',
  next: 'proof-next',
}

/** The product's images by their Containerfiles, on a base of this machine's own Node. */
export async function prepareImages(
  place: Place,
  say: (line: string) => void,
): Promise<BuiltImage[]> {
  if (!existsSync('/usr/bin/buildah')) install('buildah')
  const prefix = `${place.registry ?? 'kit.local'}/stonks-`
  const only = ['functions', 'services', 'dashboard'] as const
  const images = await buildImages({
    base: 'own',
    prefix,
    tag: TAGS.first,
    only,
    engine: 'buildah',
    say,
  })
  const [functions, services] = images as [BuiltImage, BuiltImage, ...BuiltImage[]]
  const second = await derive(functions, TAGS.second, '')
  const broken = await derive(functions, TAGS.broken, DIES)
  const next = [
    await derive(functions, TAGS.next, NEXT, NEXT_RELEASE),
    await derive(services, TAGS.next, NEXT, NEXT_RELEASE),
  ]
  say('server images')
  const servers = await packServers(place)
  const own = images.map(({ name, tag, tar }) => ({ name: `${name}:${tag}`, tar }))
  loadImages(place, [...own, second, broken, ...next, ...servers])
  return images
}

const DIES = `ENTRYPOINT ["node", "-e", "console.error('this revision dies as it starts'); process.exit(1)"]\n`

const NEXT_RELEASE = join(ROOT, 'tests/images/next-release.mjs')
/** Files of an image are root's, and its programs are not. */
const NEXT = `USER 0:0
COPY next-release.mjs /next-release.mjs
RUN ["node", "/next-release.mjs", "/app"]
USER 65532:65532
`

/** The image once more under another tag, with a label that makes it another, and more lines. */
function derive(
  { name, tag }: BuiltImage,
  as: string,
  lines: string,
  ...files: string[]
): Promise<Archive> {
  const folder = mkdtempSync(join(tmpdir(), 'stonks-derived-'))
  for (const path of files) copyFileSync(path, join(folder, basename(path)))
  const file = join(folder, 'Containerfile')
  writeFileSync(file, `FROM ${name}:${tag}\nLABEL stonks.proof=${as}\n${lines}`)
  return buildArchive(`${name}:${as}`, file, folder, join(folder, `${as}.tar`))
}
