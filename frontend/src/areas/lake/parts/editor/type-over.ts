/**
 * Letters that are typed over a selection. Left to itself, Chromium keeps how the selection looked by a style within
 * the page, which the page's policy refuses and reports.
 */

import { EditorView } from '@codemirror/view'

export const typeOver = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { main } = view.state.selection
    const text = event.data
    if (event.inputType !== 'insertText' || text === null || main.empty || view.composing)
      return false
    const { from, to } = main
    const insert = () =>
      view.state.update(view.state.replaceSelection(text), {
        userEvent: 'input.type',
        scrollIntoView: true,
      })
    const handlers = view.state.facet(EditorView.inputHandler)
    if (!handlers.some((handle) => handle(view, from, to, text, insert))) view.dispatch(insert())
    return true
  },
})
