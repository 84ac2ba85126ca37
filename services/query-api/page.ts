/** Serves the built page: hashed files for a year, the page itself never from a cache. */

import { readFile, stat } from 'node:fs/promises'
import { extname, join, normalize, resolve, sep } from 'node:path'
import { Refusal } from '#shared/host/refusal.ts'
import { pageHeaders } from './page-headers.ts'

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
}

/** A file below `folder`, or index.html for an address of the page; 404 JSON for a missing file. */
export function servePage(folder: string): (request: { url: string }) => Promise<Response> {
  const root = resolve(folder)
  return async ({ url }) => {
    const file = fileFor(root, new URL(url).pathname)
    if (!file) throw new Refusal(404, 'No such file')
    const isFile = await stat(file).then(
      (found) => found.isFile(),
      () => false,
    )
    if (isFile) return serve(file, file.includes(`${sep}assets${sep}`))
    if (extname(file)) throw new Refusal(404, 'No such file')
    const index = join(root, 'index.html')
    const isBuilt = await stat(index).then(
      () => true,
      () => false,
    )
    if (!isBuilt)
      throw new Refusal(503, 'The page is not built: run npm run dashboard', 'not_built')
    return serve(index, false)
  }
}

/** The file an address means; undefined where it would leave the folder. */
function fileFor(root: string, path: string): string | undefined {
  let decoded
  try {
    decoded = decodeURIComponent(path)
  } catch {
    return undefined
  }
  if (decoded.includes('\0')) return undefined
  const file = join(root, normalize(decoded))
  return file === root || file.startsWith(root + sep) ? file : undefined
}

async function serve(file: string, isHashed: boolean): Promise<Response> {
  const bytes = await readFile(file)
  return new Response(bytes, {
    headers: {
      ...pageHeaders,
      'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
      'cache-control': isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
    },
  })
}
