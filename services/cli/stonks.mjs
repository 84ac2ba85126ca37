#!/usr/bin/env node
// `npx stonks`: runs the command line on the Node that the packages bring, whatever Node started this.

import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const installed = spawnSync(process.execPath, [here('install.mjs')], { stdio: 'inherit' })
if (installed.status !== 0) process.exit(1)
const own = here('../../node_modules/.bin/node')
const node = existsSync(own) ? own : process.execPath
const run = spawnSync(node, [here('main.ts'), ...process.argv.slice(2)], { stdio: 'inherit' })
process.exit(run.status ?? 1)
