/** TA-Lib itself, compiled to WebAssembly: what indicators are held to. */

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import * as talib from 'talib-web'

const wasm = createRequire(import.meta.url)
  .resolve('talib-web')
  .replace(/index\.cjs\.js$/, 'talib.wasm')

/** Its functions by name, ready to be called. */
export async function openTalib(): Promise<typeof talib> {
  await talib.init(`data:application/wasm;base64,${readFileSync(wasm).toString('base64')}`)
  return talib
}
