/** Gathers what hidden parts of a page say, as it is read element by element. */

/** Characters that are kept. */
const HIDDEN_MAX = 20_000

/** `isMute`: what no browser shows anywhere, such as a script, says nothing in a hidden part either. */
export function hiddenText(isMute: (name: string) => boolean) {
  let [beginsAt, mutedAt, said] = [0, 0, '']
  return {
    /** A hidden element opens at this depth. */
    begin(name: string, depth: number): void {
      if (!isMute(name)) beginsAt = depth
    },
    /** Another opens below it. */
    open(name: string, depth: number): void {
      if (beginsAt > 0 && mutedAt === 0 && isMute(name)) mutedAt = depth
    },
    text(text: string): void {
      if (beginsAt > 0 && mutedAt === 0 && said.length < HIDDEN_MAX) said += ` ${text}`
    },
    close(depth: number): void {
      if (mutedAt === depth) mutedAt = 0
      if (beginsAt === depth) beginsAt = 0
    },
    said: () => said,
  }
}
