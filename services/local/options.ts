/** What the house on one machine was asked to do. */

export type UpOptions = {
  /** Folder to replay; undefined makes a simulated market. */
  data: string | undefined
  /** First and last day, YYYY-MM-DD, New York. */
  from: string | undefined
  to: string | undefined
  seed: number
  /** Business seconds in one real second. */
  speed: number
  /** The operators' page; undefined takes a free port. */
  port: number | undefined
  /** Business seconds over which `once` gathers news, and between two looks at prices. */
  step: number
  fresh: boolean
  once: boolean
  json: boolean
  state: string
}
