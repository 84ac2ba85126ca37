/**
 * Where a statement is written: CodeMirror, in a shadow of its own. There its styles are sheets made by script,
 * which the page's policy allows; in the page itself they would be inline, which it does not.
 */

import {
  autocompletion,
  closeBrackets,
  closeCompletion,
  completionKeymap,
} from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { sql } from '@codemirror/lang-sql'
import { bracketMatching } from '@codemirror/language'
import { Annotation, EditorState, Prec, type Extension } from '@codemirror/state'
import { EditorView, keymap, lineNumbers, placeholder } from '@codemirror/view'
import {
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  type Ref,
  type RefObject,
} from 'react'
import type { LakeTableRow } from '#shared/contracts/api/lake.ts'
import { completeSql } from './complete.ts'
import { lakeDialect } from './dialect.ts'
import { spaced } from './insert.ts'
import { look } from './look.ts'
import { typeOver } from './type-over.ts'

/** What the rest of the page may do to the editor. */
export type EditorHandle = {
  /** Puts a name where the caret is, and goes on there. */
  insert(name: string): void
  focus(): void
}

type EditorProps = {
  value: string
  onChange: (value: string) => void
  /** Ctrl and Enter were pressed: what stands there now, of which the page may not have been told yet. */
  onAsk: (value: string) => void
  tables: readonly LakeTableRow[]
  handle: Ref<EditorHandle>
}

type Latest = Pick<EditorProps, 'onChange' | 'onAsk'> & { sources: ReturnType<typeof completeSql> }

/** A change that came from outside: nobody typed it. */
const told = Annotation.define<true>()

export function StatementEditor({ value, onChange, onAsk, tables, handle }: EditorProps) {
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(null)
  const sources = useMemo(() => completeSql(tables), [tables])
  const latest = useRef<Latest>({ onChange, onAsk, sources })
  useLayoutEffect(() => {
    latest.current = { onChange, onAsk, sources }
  })
  useEffect(() => {
    const element = host.current
    if (!element) return
    const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' })
    const made = new EditorView({
      state: EditorState.create({ extensions: extensionsOf(latest) }),
      parent: root,
      root,
    })
    view.current = made
    return () => made.destroy()
  }, [])
  useEffect(() => {
    const now = view.current?.state.doc
    if (!now || now.toString() === value) return
    const changes = { from: 0, to: now.length, insert: value }
    view.current?.dispatch({ changes, annotations: told.of(true) })
  }, [value])
  useImperativeHandle(handle, () => ({
    insert: (name) => insert(view.current, name),
    focus: () => view.current?.focus(),
  }))
  return <div ref={host} className="overflow-hidden rounded border border-line" />
}

function insert(view: EditorView | null, name: string): void {
  if (!view) return
  const before = view.state.sliceDoc(0, view.state.selection.main.from)
  view.dispatch(view.state.replaceSelection(spaced(before, name)), { scrollIntoView: true })
  view.focus()
}

function extensionsOf(latest: RefObject<Latest>): Extension {
  const ask = (view: EditorView) => {
    closeCompletion(view)
    latest.current.onAsk(view.state.doc.toString())
    return true
  }
  return [
    Prec.highest(
      keymap.of([
        { key: 'Mod-Enter', run: ask },
        { key: 'Ctrl-Enter', run: ask },
      ]),
    ),
    lineNumbers(),
    history(),
    bracketMatching(),
    closeBrackets(),
    sql({ dialect: lakeDialect }),
    autocompletion({
      override: latest.current.sources.map(
        (_, place) => (context) => latest.current.sources[place]?.(context) ?? null,
      ),
      icons: false,
    }),
    // Tab goes on to the next control: the keyboard is not kept here.
    keymap.of([...completionKeymap, ...historyKeymap, ...defaultKeymap]),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({
      'aria-label': 'Statement',
      spellcheck: 'false',
      // It is reached by Tab in any case; this says so to those who judge by names.
      tabindex: '0',
    }),
    placeholder('select … from …'),
    EditorView.updateListener.of((update) => {
      const isTyped = update.transactions.every((each) => !each.annotation(told))
      if (update.docChanged && isTyped) latest.current.onChange(update.state.doc.toString())
    }),
    typeOver,
    look,
  ]
}
