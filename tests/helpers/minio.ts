/** A real MinIO for a test file: the one S3_ENDPOINT names, or a binary found on this machine. */

import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { S3Options } from '#shared/clients/objects/s3.ts'
import { freePorts } from '../../services/local/embedded/ports.ts'

const KEYS = { accessKey: 'stonks-test', secretKey: 'stonks-test-secret', region: 'us-east-1' }
const START_MS_MAX = 20_000

const binary = [process.env['MINIO_BIN'], join(homedir(), '.cache/cluster-kit/bin/minio')].find(
  (path) => path && existsSync(path),
)

/** Why there is no MinIO here, for a test's title; empty where there is one. */
export const whyNoMinio = process.env['FAKETIME']
  ? ' (skipped: under a faked clock, which MinIO does not see, it refuses what is signed at another time)'
  : process.env['S3_ENDPOINT'] || binary
    ? ''
    : ' (skipped: no S3_ENDPOINT, no MINIO_BIN, no binary in ~/.cache/cluster-kit/bin)'

export type TestMinio = { options: S3Options; stop: () => Promise<void> }

/** Starts it on free ports over a throwaway folder and waits until it answers. */
export async function startMinio(): Promise<TestMinio> {
  const given = process.env['S3_ENDPOINT']
  if (given) {
    const accessKey = process.env['S3_ACCESS_KEY'] ?? ''
    const secretKey = process.env['S3_SECRET_KEY'] ?? ''
    return {
      options: { ...KEYS, endpoint: given, accessKey, secretKey },
      stop: async () => undefined,
    }
  }
  if (!binary) throw new Error(`Start MinIO${whyNoMinio}`)
  const folder = mkdtempSync(join(tmpdir(), 'stonks-minio-'))
  const [port, console] = (await freePorts(2)) as [number, number]
  const child = spawn(
    binary,
    [
      'server',
      folder,
      '--address',
      `127.0.0.1:${port}`,
      '--console-address',
      `127.0.0.1:${console}`,
    ],
    {
      stdio: 'ignore',
      env: { ...process.env, MINIO_ROOT_USER: KEYS.accessKey, MINIO_ROOT_PASSWORD: KEYS.secretKey },
    },
  )
  const endpoint = `http://127.0.0.1:${port}`
  const stop = async () => {
    if (child.exitCode === null) {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGKILL')
      await ended
    }
    rmSync(folder, { recursive: true, force: true })
  }
  await untilAnswers(`${endpoint}/minio/health/ready`).catch(async (fault: unknown) => {
    await stop()
    throw fault
  })
  return { options: { ...KEYS, endpoint }, stop }
}

async function untilAnswers(url: string): Promise<void> {
  const deadline = performance.now() + START_MS_MAX
  while (performance.now() < deadline) {
    const answer = await fetch(url).catch(() => undefined)
    if (answer?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`Start MinIO: ${url} did not answer within ${START_MS_MAX} ms`)
}
