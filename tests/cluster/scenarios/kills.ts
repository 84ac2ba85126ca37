/** Ends pumps, functions, processes and servers while the parser works. */

import { spawnSync } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Bed } from '../bed.ts'
import { kubectl, until } from '../kubectl.ts'
import type { Count } from '../load.ts'
import type { Report } from '../report.ts'
import { SERVERS } from '../servers.ts'
import { inWords, underLoad } from './change.ts'

export type Victim = 'pump' | 'function' | 'node process' | 'Redis' | 'PostgreSQL'

const HOW: Record<Victim, { how: string; kill: (bed: Bed) => Promise<unknown> }> = {
  pump: { how: 'every pump’s pod deleted without grace', kill: (bed) => deletePods(bed, 'pump') },
  function: {
    how: 'every function’s pod deleted without grace',
    kill: (bed) => deletePods(bed, 'function'),
  },
  'node process': {
    how: 'SIGKILL to node in every function’s pod, three times',
    kill: killProcesses,
  },
  Redis: {
    how: 'its pod deleted, all its memory lost',
    kill: ({ place }) =>
      kubectl(place, [
        'delete',
        'pod',
        '-n',
        SERVERS,
        '-l',
        'app=redis',
        '--force',
        '--grace-period=0',
      ]),
  },
  PostgreSQL: { how: 'three crashes in a row, some 30 s without it', kill: crashPostgres },
}

/** Kills one kind of part under load and counts what became of the jobs. */
export async function killUnderLoad(bed: Bed, report: Report, victim: Victim): Promise<Count> {
  const { how, kill } = HOW[victim]
  const name = `kill-${victim.replaceAll(' ', '-').toLowerCase()}`
  const counted = await underLoad(bed, name, 500, () => kill(bed))
  report.add(bed.mode, {
    what: `${victim} killed under load: ${how}`,
    wanted: 'all arrive once',
    found: inWords(counted),
  })
  return counted
}

async function deletePods(bed: Bed, component: 'pump' | 'function'): Promise<void> {
  const names = bed.pods.names('parser', component)
  if (names.length === 0) throw new Error(`Kill the parser's ${component}: there is none`)
  await bed.kubectl('delete', 'pod', '--force', '--grace-period=0', ...names)
}

/** A process cannot be killed from within its own pod, so this needs the node: the kit's is this machine. */
async function killProcesses(): Promise<void> {
  for (let i = 0; i < 3; i++) {
    const { status } = spawnSync('pkill', ['-9', '-f', '^node .*parser[.]mjs'])
    if (i === 0 && status !== 0) throw new Error('Kill node in the parser: no such process')
    await sleep(2_000)
  }
}

/** Three times, as soon as it answers again: the kubelet waits longer before each restart. */
async function crashPostgres({ place, sql }: Bed): Promise<void> {
  const stop = ['/pg/bin/pg_ctl', '-D', '/data/pg', '-m', 'immediate', 'stop']
  const where = ['-n', SERVERS, 'deploy/postgres', '-c', 'postgres']
  for (let i = 0; i < 3; i++) {
    await until('PostgreSQL', 120, () => sql`select 1`.then(() => true))
    // The answer is cut off with the container that gives it.
    await kubectl(place, ['exec', ...where, '--', ...stop]).catch(() => '')
  }
}
