/** How long a person at a button waits for Redis, whose commands wait for a server that is away. */

const PATIENCE_MS = 3_000

/** Waits for `work`, but no longer than a person would; what PostgreSQL holds decides afterwards. */
export async function withPatience(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS)
  })
  await Promise.race([work, late]).finally(() => clearTimeout(timer))
}
