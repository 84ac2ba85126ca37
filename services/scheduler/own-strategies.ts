/** Looks through the folder with strategies of one's own: what is new is checked, and who has a weight follows. */

import { strategies } from '#shared/domain/strategy/strategies.ts'
import { BACKTEST_STRATEGIES } from '#shared/contracts/sets.ts'
import { STRATEGY_NAME } from '#shared/contracts/strategy-words.ts'
import { withMembers } from '#shared/domain/strategy/shadow/members.ts'
import { messageOf } from '#shared/host/faults.ts'
import {
  checkStrategyFile,
  isLateFault,
  listStrategyFiles,
  type StrategyFile,
} from '#shared/host/strategy-files.ts'
import { appendAudit, serviceActor } from '#shared/sql/access/audit.ts'
import type { Sql, Tx } from '#shared/sql/open.ts'
import {
  endOwnStrategies,
  listOwnStrategies,
  readOwnStrategies,
  saveOwnStrategy,
  type OwnStrategy,
} from '#shared/sql/strategy/own.ts'
import { insertWeights, lockWeights, readWeights } from '#shared/sql/strategy/weights.ts'
import type { Duty } from './duty.ts'

const SECONDS = 60
/** So often one that did not load in time is looked at in a row; each look may leave a thread that hangs. */
const LOOKS_MAX = 3

/** `checkMs`: how long a file may take to load. */
type Deps = { sql: Sql; strategiesDir: string; checkMs?: number }

/** An empty `strategiesDir`: there are none, and those that there were are gone. */
export function ownStrategiesDuty({ sql, strategiesDir, checkMs }: Deps): Duty {
  let looks: ReadonlyMap<string, number> = new Map()
  return {
    name: 'own_strategies',
    says: 'looks through the folder with strategies of one’s own',
    cadence: { seconds: SECONDS },
    backOff: { seconds: 60, secondsMax: 900 },
    // Ten files that never load take so long.
    deadlineMs: 120_000,
    isAlwaysOn: true,
    async run({ now }) {
      const known = await listOwnStrategies(sql)
      const there = known.filter(({ goneAt }) => goneAt === null)
      const files = strategiesDir === '' ? [] : listFiles(strategiesDir)
      const names = new Set(files.map(({ file }) => file))
      const gone = there.map(({ file }) => file).filter((file) => !names.has(file))
      const changed = files.filter(({ file, sha256 }) => {
        const before = there.find((one) => one.file === file)
        // The name that another took may be free now.
        if (before?.sha256 !== sha256 || (gone.length > 0 && isNameTaken(before.fault))) return true
        return isLateFault(before.fault) && (looks.get(sha256) ?? 0) < LOOKS_MAX
      })
      const isChanged = (file: string) => changed.some((one) => one.file === file)
      const left = there.filter(({ file, fault }) => {
        return fault === null && names.has(file) && !isChanged(file)
      })
      const { weights } = await readWeights(sql)
      const asked = left.flatMap(({ name }) => name ?? [])
      if (changed.length + gone.length === 0 && withMembers(weights, asked) === weights)
        return 'nothing'
      const checked = await checkAll(changed, new Set(asked), checkMs)
      looks = countLates(looks, checked, files)
      return async (tx) => {
        await endOwnStrategies(tx, [...gone, ...changed.map(({ file }) => file)], now)
        for (const one of checked) await saveOwnStrategy(tx, one, now)
        await followMembers(tx, now)
        return changed.length + gone.length
      }
    },
  }
}

/** @throws where the folder cannot be read: then nothing is known of what is in it. */
function listFiles(folder: string): StrategyFile[] {
  try {
    return listStrategyFiles(folder)
  } catch (cause) {
    throw new Error(`Look through STRATEGIES_DIR: ${messageOf(cause)}`, { cause })
  }
}

type Checked = Omit<OwnStrategy, 'foundAt' | 'goneAt'>

/** In the order of their names: of two that are called alike the first is asked. */
async function checkAll(
  files: readonly StrategyFile[],
  taken: Set<string>,
  waitMs: number | undefined,
): Promise<Checked[]> {
  const checked: Checked[] = []
  for (const { file, path, sha256 } of files) {
    const found = await checkStrategyFile(path, waitMs)
    const fault = 'fault' in found ? found.fault : nameFault(found.name, taken)
    const name = 'name' in found && STRATEGY_NAME.test(found.name) ? found.name : null
    if (fault === null && name !== null) taken.add(name)
    checked.push({ file, sha256, name, fault, summary: 'summary' in found ? found.summary : '' })
  }
  return checked
}

/** How often each that is there was late in a row. */
function countLates(
  looks: ReadonlyMap<string, number>,
  checked: readonly Checked[],
  files: readonly StrategyFile[],
): Map<string, number> {
  const counts = new Map(looks)
  for (const { sha256, fault } of checked)
    if (isLateFault(fault)) counts.set(sha256, (looks.get(sha256) ?? 0) + 1)
    else counts.delete(sha256)
  const there = new Set(files.map(({ sha256 }) => sha256))
  return new Map([...counts].filter(([sha256]) => there.has(sha256)))
}

const OURS: ReadonlySet<string> = new Set([
  ...BACKTEST_STRATEGIES,
  ...strategies.map(({ name }) => name),
])

const TAKEN = 'is in another file already'
const isNameTaken = (fault: string | null) => fault?.endsWith(TAKEN) ?? false

function nameFault(name: string, taken: ReadonlySet<string>): string | null {
  if (!STRATEGY_NAME.test(name))
    return `expected a name of small letters, digits and hyphens, such as three-down, found ${name}`
  if (OURS.has(name)) return `expected another name: ${name} comes with the product`
  if (taken.has(name)) return `expected another name: ${name} ${TAKEN}`
  return null
}

/** Weights of those that are there now: who is new begins with an equal one. */
async function followMembers(tx: Tx, now: Date): Promise<void> {
  await lockWeights(tx)
  const before = await readWeights(tx)
  const own = (await readOwnStrategies(tx)).map(({ name }) => name)
  const weights = withMembers(before.weights, own)
  if (weights === before.weights) return
  const came = own.filter((name) => !(name in before.weights))
  const went = Object.keys(before.weights).filter((name) => !(name in weights))
  const reason = [
    came.length > 0 ? `${came.join(', ')} came, with an equal weight` : '',
    went.length > 0 ? `${went.join(', ')} went, and the others share its weight` : '',
  ]
    .filter(Boolean)
    .join('; ')
  const version = before.version + 1
  await insertWeights(tx, { version, weights }, { by: 'own_strategies', reason, now })
  await appendAudit(tx, {
    by: serviceActor('scheduler'),
    action: 'change_strategy_members',
    does: 'gives a weight to who is new among strategies, and takes that of who is gone',
    subjectKind: 'strategy_weights',
    subject: `version ${version}`,
    before: { ...before.weights },
    after: { ...weights },
    reason,
    now,
  })
}
