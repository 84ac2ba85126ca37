/** Images of Trino and the Hive Metastore, packed from a lake kit that was built on this machine; and their volume. */

import { spawnSync } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  writeFileSync,
} from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeBase, place as copyFile } from '../../images/base.ts'
import { apply, kubectl } from './kubectl.ts'
import type { Place } from './place.ts'
import { buildArchive, loadImages } from './server-images.ts'

const KIT = process.env['LAKE_KIT_HOME'] ?? join(homedir(), '.cache/lake-kit')
const JAVAS = '/usr/lib/jvm'
const TAG = '1'
const CLASS = 'proof-plane'

/** Why the plane cannot be tried; empty where it can. */
export function whyNoPlane({ kit }: Place): string {
  if (!kit) return 'its images are packed on the kit’s own node'
  if (!existsSync(join(KIT, 'trino/bin/launcher')) || !existsSync(join(KIT, 'hms/lib')))
    return 'no lake kit is built on this machine'
  return javaOf(17, 17) && javaOf(24, 99) ? '' : 'it needs Java 17 and Java 24 or newer'
}

/** `--set` pairs that turn the plane on, with the images that are packed here. */
export async function preparePlane(at: Place): Promise<Record<string, string>> {
  const images = [await packTrino(), await packMetastore()]
  loadImages(at, images)
  // One that a run before has left is bound to a claim that is gone.
  await kubectl(at, ['delete', 'pv', CLASS, '--ignore-not-found'])
  const data = mkdtempSync(join(tmpdir(), 'stonks-plane-'))
  chmodSync(data, 0o777)
  await apply(at, volumeAt(data))
  return {
    'trino.enabled': 'true',
    'trino.image': images[0]!.name,
    // Nothing comes of it while the proof goes on by itself.
    'trino.syncSchedule': '0 0 1 1 *',
    'hiveMetastore.enabled': 'true',
    'hiveMetastore.image': images[1]!.name,
    'hiveMetastore.storage.className': CLASS,
  }
}

/** The kit has no storage classes: a folder of its node, by the name of one, which is anybody's to write to. */
const volumeAt = (path: string) => `
apiVersion: v1
kind: PersistentVolume
metadata: { name: ${CLASS} }
spec:
  capacity: { storage: 5Gi }
  accessModes: [ReadWriteOnce]
  persistentVolumeReclaimPolicy: Retain
  storageClassName: ${CLASS}
  hostPath: { path: ${path}, type: Directory }
`

function packTrino() {
  return pack('trino', (root) => {
    const java = copyJava(javaOf(24, 99)!, root)
    mkdirSync(join(root, 'usr/lib'), { recursive: true })
    run('cp', ['-rL', join(KIT, 'trino'), join(root, 'usr/lib/trino')])
    return java
  })
}

/** As the product's chart starts it: by its settings in /opt/hive/conf, and a database in /opt/hive/data. */
function packMetastore() {
  return pack('hive', (root) => {
    const java = copyJava(javaOf(17, 17)!, root)
    mkdirSync(join(root, 'opt/hive'), { recursive: true })
    run('cp', ['-rL', join(KIT, 'hms/lib'), join(KIT, 'hms/scripts'), join(root, 'opt/hive')])
    const script = join(root, 'entrypoint.sh')
    writeFileSync(script, METASTORE)
    chmodSync(script, 0o755)
    copyFile('/bin/sh', join(root, 'bin/sh'))
    return [...java, '/bin/sh']
  })
}

/** The standalone server lacks two classes of Hive's own image; its own stand for them. */
const METASTORE = `#!/bin/sh
set -e
cd /opt/hive/data
start="java $SERVICE_OPTS -Dmetastore.home=/opt/hive -cp /opt/hive/conf:/opt/hive/lib/*"
proxy=-Dmetastore.expression.proxy=org.apache.hadoop.hive.metastore.DefaultPartitionExpressionProxy
tasks=-Dmetastore.task.threads.always=org.apache.hadoop.hive.metastore.events.EventCleanerTask
[ -d metastore_db ] || METASTORE_HOME=/opt/hive $start org.apache.hadoop.hive.metastore.tools.schematool.MetastoreSchemaTool -dbType derby -initSchema
exec $start $proxy $tasks org.apache.hadoop.hive.metastore.HiveMetaStore
`

/** Node's names of machines, and Go's. */
const ARCHS: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' }

const COMMANDS = {
  trino: `ENTRYPOINT ["/usr/lib/trino/bin/linux-${ARCHS[process.arch] ?? ''}/launcher", "run", "--etc-dir", "/etc/trino"]`,
  hive: `ENTRYPOINT ["/entrypoint.sh"]`,
}

async function pack(name: keyof typeof COMMANDS, fill: (root: string) => string[]) {
  const folder = join(mkdtempSync(join(tmpdir(), 'stonks-plane-')), name)
  const file = writeBase(folder, fill)
  // The chart runs them as 1000, who has a name in their own images; Hadoop asks for it.
  appendFileSync(join(folder, 'root/etc/passwd'), 'plane:x:1000:1000:plane:/tmp:/nologin\n')
  writeFileSync(
    file,
    [
      'FROM scratch',
      'COPY root/ /',
      'ENV PATH=/usr/lib/java/bin:/usr/bin:/bin JAVA_HOME=/usr/lib/java',
      COMMANDS[name],
      '',
    ].join('\n'),
  )
  return buildArchive(`kit.local/proof-${name}:${TAG}`, file, folder, join(folder, `${name}.tar`))
}

/** A Java of these versions on this machine. */
function javaOf(least: number, most: number): string | undefined {
  const homes = existsSync(JAVAS) ? readdirSync(JAVAS).map((name) => join(JAVAS, name)) : []
  return homes.find((home) => {
    const { stderr } = spawnSync(join(home, 'bin/java'), ['-version'], { encoding: 'utf8' })
    const version = Number(/version "(\d+)/.exec(stderr ?? '')?.[1])
    return version >= least && version <= most
  })
}

/** Copies a Java into a root; returns what its libraries are to be taken of. */
function copyJava(home: string, root: string): string[] {
  const to = join(root, 'usr/lib/java')
  mkdirSync(to, { recursive: true })
  // Debian's has links to what other packages hold, and one to sources that are not there.
  run('sh', ['-c', `tar -C ${home}/ -ch --exclude=src.zip . | tar -C ${to} -x`])
  const libraries = readdirSync(join(home, 'lib')).filter((name) => name.endsWith('.so'))
  const needed = ['libjava.so', 'libnet.so', 'libnio.so', 'libzip.so', 'libjli.so']
  return [
    join(home, 'bin/java'),
    join(home, 'lib/server/libjvm.so'),
    ...libraries.filter((name) => needed.includes(name)).map((name) => join(home, 'lib', name)),
  ]
}

function run(program: string, args: string[]): void {
  const done = spawnSync(program, args, { encoding: 'utf8' })
  if (done.status !== 0) throw new Error(`Run ${program} ${args[0] ?? ''}: ${done.stderr}`)
}
