/**
 * What a person sees while the platform starts or replays: one bar, drawn over itself on a terminal;
 * where the output goes to a file, a plain line for each change.
 */

/** What it needs of standard error. */
export type Output = { isTTY?: boolean; columns?: number; write(text: string): unknown }

export type Screen = {
  /** A line that stays. */
  say(line: string): void
  /** How far it is, from 0 to 1, and with what. */
  bar(share: number, words: string): void
  /** Takes the bar away. */
  clear(): void
}

const CLEAR_LINE = '\r\u001b[K'
const CELLS = 12
const COLUMNS = 80

export function openScreen(out: Output): Screen {
  return out.isTTY ? openTerminal(out) : openPlain(out)
}

function openTerminal(out: Output): Screen {
  let shown = ''
  return {
    say(line) {
      out.write(`${shown && CLEAR_LINE}${line}\n${shown}`)
    },
    bar(share, words) {
      // A line longer than the window would wrap, and the wrapped part would stay.
      shown = `  ${drawBar(share)} ${percent(share)}  ${words}`.slice(
        0,
        (out.columns ?? COLUMNS) - 1,
      )
      out.write(CLEAR_LINE + shown)
    },
    clear() {
      if (shown) out.write(CLEAR_LINE)
      shown = ''
    },
  }
}

function openPlain(out: Output): Screen {
  let said = ''
  return {
    say: (line) => void out.write(`${line}\n`),
    bar(share, words) {
      const line = `${percent(share)}  ${words}`
      if (line !== said) out.write(`${line}\n`)
      said = line
    },
    clear: () => undefined,
  }
}

function drawBar(share: number): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * CELLS)
  return '█'.repeat(full) + '░'.repeat(CELLS - full)
}

function percent(share: number): string {
  return `${String(Math.floor(100 * share)).padStart(3)} %`
}
