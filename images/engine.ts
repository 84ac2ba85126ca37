/** The program that builds images here: buildah, podman or docker, spoken to in the same words. */

import { spawn, spawnSync } from 'node:child_process'
import { childEnv } from '#shared/host/env.ts'

export const engineNames = ['buildah', 'podman', 'docker'] as const
export type EngineName = (typeof engineNames)[number]

export type Recipe = {
  name: string
  containerfile: string
  context: string
  args: Record<string, string>
  labels: Record<string, string>
}

export type Engine = {
  name: EngineName
  build(recipe: Recipe): Promise<void>
  /** Writes a built image as a docker-archive. */
  save(image: string, file: string): Promise<void>
}

/** How each writes a docker-archive. */
const save: Record<EngineName, (image: string, file: string) => string[]> = {
  buildah: (image, file) => ['push', '--quiet', image, `docker-archive:${file}:${image}`],
  podman: (image, file) => ['save', '--quiet', '--format', 'docker-archive', '-o', file, image],
  docker: (image, file) => ['save', '-o', file, image],
}

/**
 * The engine of that name, or the first that answers.
 *
 * @throws Error saying what to install, when none does.
 */
export function openEngine(wanted?: EngineName): Engine {
  const name = (wanted ? [wanted] : engineNames).find(answers)
  if (!name) {
    throw new Error(
      `Build images: ${wanted ?? engineNames.join(', ')} is not here. ` +
        'Install one, on Debian: apt-get install buildah',
    )
  }
  return {
    name,
    build: ({ name: image, containerfile, context, args, labels }) =>
      run(name, [
        'build',
        ...(name === 'docker' ? [] : ['--format', 'docker', '--pull=false']),
        ...Object.entries(args).flatMap(([key, value]) => ['--build-arg', `${key}=${value}`]),
        ...Object.entries(labels).flatMap(([key, value]) => ['--label', `${key}=${value}`]),
        `--file=${containerfile}`,
        `--tag=${image}`,
        context,
      ]),
    save: (image, file) => run(name, save[name](image, file)),
  }
}

/** A docker client without its server answers `--version` too, so more is asked. */
function answers(name: EngineName): boolean {
  return spawnSync(name, ['info'], { stdio: 'ignore' }).status === 0
}

/** Runs quietly; what it said is told when it fails. */
function run(name: EngineName, args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const said: string[] = []
    const child = spawn(name, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      // Runs build steps without a container runtime, so also where none may start.
      env: childEnv({ BUILDAH_ISOLATION: 'chroot' }),
    })
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => said.push(text))
    child.once('error', reject)
    child.once('close', (code) => {
      if (code === 0) resolve()
      else reject(new Error(`${name} ${args.join(' ')} ended with ${code}:\n${said.join('')}`))
    })
  })
}
