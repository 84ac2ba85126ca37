/** Rules that need to know the types of things: the compiler is asked. */

import { fileURLToPath } from 'node:url'
import { API, type Project, type Type } from 'typescript/unstable/sync'
import {
  SyntaxKind,
  type CallExpression,
  type Expression,
  type Node,
  type ParameterDeclaration,
  type PropertyAccessExpression,
  type SourceFile,
} from 'typescript/unstable/ast'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const PRODUCT = /^(shared|services|functions)\//

/** All of the product as the compiler sees it; `planted` stands in for files by their path. */
export type Program = { project: Project; files: { path: string; source: SourceFile }[] }

export function withProgram<T>(
  planted: Readonly<Record<string, string>>,
  look: (program: Program) => T,
): T {
  const readFile = (path: string) => planted[path.replace(ROOT, '')]
  const api = new API({ cwd: ROOT, fs: { readFile } })
  try {
    const [project] = api.updateSnapshot({ openProject: `${ROOT}tsconfig.json` }).getProjects()
    const paths = project!.rootFiles.map((path) => path.replace(ROOT, ''))
    const files = paths
      .filter((path) => PRODUCT.test(path))
      .map((path) => ({ path, source: project!.program.getSourceFile(ROOT + path)! }))
    return look({ project: project!, files })
  } finally {
    api.close()
  }
}

function nodesIn(node: Node, wanted: (node: Node) => boolean): Node[] {
  const found: Node[] = []
  const visit = (child: Node) => {
    if (wanted(child)) found.push(child)
    child.forEachChild(visit)
  }
  node.forEachChild(visit)
  return found
}

const lineOf = (source: SourceFile, node: Node) => source.text.slice(0, node.end).split('\n').length

const CUT = 'shared/domain/document/text/cut.ts'
/** Longer than any field of a fixed form: a date, a digest, an id. */
const FIELD_MAX = 40

/** Texts cut to a length anywhere but in the one place that cuts between characters. */
export function cutsElsewhere({ project, files }: Program): string[] {
  return files
    .filter(({ path }) => path !== CUT)
    .flatMap(({ path, source }) => {
      const cuts = nodesIn(source, isCut) as CallExpression[]
      const receivers = cuts.map((cut) => (cut.expression as PropertyAccessExpression).expression)
      const types = project.checker.getTypeAtLocation(receivers)
      return cuts
        .filter((_cut, at) => isText(project, types[at]))
        .map((cut) => `${path}:${lineOf(source, cut)}: text is cut by ${CUT} alone`)
    })
}

/** `.slice(0, MAX)`, `.slice(0, 200)`, `.slice(-4000)` and the older ways to say so. */
function isCut(node: Node): boolean {
  if (node.kind !== SyntaxKind.CallExpression) return false
  const { expression, arguments: given } = node as CallExpression
  if (expression.kind !== SyntaxKind.PropertyAccessExpression) return false
  const name = (expression as PropertyAccessExpression).name.text
  if (name === 'substring' || name === 'substr') return true
  const [from, to] = given.map((argument) => argument.getText())
  if (name !== 'slice' || from === undefined) return false
  if (to === undefined) return numberOf(from.replace(/^-/, '')) > FIELD_MAX && from.startsWith('-')
  return (
    from === '0' && (numberOf(to) > FIELD_MAX || /^[A-Z][A-Z0-9_]+( [-+] \d+)?$|^columns$/.test(to))
  )
}

const numberOf = (text: string) => Number(text.replaceAll('_', ''))

function isText(project: Project, type: Type | undefined): boolean {
  return type !== undefined && project.checker.typeToString(type) === 'string'
}

/** Types through which another system is asked. */
const HANDLES = /(?:^|\W)(?:Objects|Redis|Alpaca|Polygon|Edgar|Reader)(?:\W|$)/
/** Rooms whose functions ask another system; names and keys are only words. */
const OUTSIDE = /\/clients\/|\/redis\/(?!keys\.ts)/

/** Functions with an open transaction that use, or hand on, what asks another system. */
export function callsInTransactions(program: Program): string[] {
  const known = new Map<string, boolean>()
  return program.files.flatMap(({ path, source }) => {
    const outside = outsideNames(source)
    const spans = (nodesIn(source, isFunction) as FunctionNode[]).filter((node) =>
      node.parameters.some((parameter) => isOpenTransaction(parameter)),
    )
    const within = spans.flatMap((span) =>
      nodesIn(span, (node) => node.kind === SyntaxKind.Identifier),
    )
    const names = [...new Set(within)] as Expression[]
    const types = program.project.checker.getTypeAtLocation(names)
    return names
      .filter(
        (name, at) => outside.has(name.getText()) || isHandle(program.project, types[at], known),
      )
      .map(
        (name) =>
          `${path}:${lineOf(source, name)}: ${name.getText()} asks another system inside a transaction`,
      )
  })
}

type FunctionNode = Node & { parameters: readonly ParameterDeclaration[] }

function isFunction({ kind }: Node): boolean {
  return (
    kind === SyntaxKind.FunctionDeclaration ||
    kind === SyntaxKind.ArrowFunction ||
    kind === SyntaxKind.FunctionExpression ||
    kind === SyntaxKind.MethodDeclaration
  )
}

/** By its name, which is the same everywhere, or by its type. */
function isOpenTransaction(parameter: ParameterDeclaration): boolean {
  return parameter.name.getText() === 'tx' || /^(Tx|Db)$/.test(parameter.type?.getText() ?? '')
}

/** One itself, or an object that hands one on: `deps` with objects among them. */
function isHandle(project: Project, type: Type | undefined, known: Map<string, boolean>): boolean {
  if (!type) return false
  const { checker } = project
  const name = checker.typeToString(type)
  if (HANDLES.test(name)) return true
  if (!/^[A-Z]\w+$/.test(name)) return false
  if (!known.has(name)) {
    const parts = checker.getTypeOfSymbol(checker.getPropertiesOfType(type))
    known.set(
      name,
      parts.some((part) => part && HANDLES.test(checker.typeToString(part))),
    )
  }
  return known.get(name) ?? false
}

/** Names a file imports to call, from rooms that ask other systems; and the browser's own. */
function outsideNames(source: SourceFile): Set<string> {
  const imports = source.text.matchAll(/^import \{([^}]*)\} from '([^']+)'/gm)
  const names = [...imports]
    .filter((found) => OUTSIDE.test(found[2] ?? ''))
    .flatMap((found) => (found[1] ?? '').split(','))
    .map((name) => name.trim())
    .filter((name) => name !== '' && !name.startsWith('type ') && !/^[A-Z]/.test(name))
  return new Set([...names, 'fetch'])
}
