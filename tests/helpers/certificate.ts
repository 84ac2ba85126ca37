/** A throwaway certificate that signs itself, as an authority of one's own would. */

import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Why there is no certificate here, for a test's title; empty where openssl is installed. */
export const whyNoCertificate =
  spawnSync('openssl', ['version'], { stdio: 'ignore' }).status === 0
    ? ''
    : ' (skipped: no openssl on this machine)'

export type Certificate = { certFile: string; keyFile: string; pem: string; key: string }

/** Writes a certificate for "localhost", and its key, into `folder`. */
export function makeCertificate(folder: string): Certificate {
  const certFile = join(folder, 'cert.pem')
  const keyFile = join(folder, 'key.pem')
  const words = 'req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost'
  const names = ['-addext', 'subjectAltName=DNS:localhost', '-keyout', keyFile, '-out', certFile]
  execFileSync('openssl', [...words.split(' '), ...names], { stdio: 'ignore' })
  chmodSync(keyFile, 0o600)
  const [pem, key] = [readFileSync(certFile, 'utf8'), readFileSync(keyFile, 'utf8')]
  return { certFile, keyFile, pem, key }
}
