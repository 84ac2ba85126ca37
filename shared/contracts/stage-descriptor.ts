/** What is said of a stage in the table of the pipeline. */

export type StageDescriptor<List extends string = string> = {
  /** Lists it takes from, in turn: one named twice of three times gets two turns of three. */
  reads: readonly List[]
  feeds: readonly List[]
  /** Also at work while the pipeline is off; an operator may still pause it by itself. */
  outlastsSwitch?: true
  /** Jobs its pump keeps in flight at one function. */
  inFlight: number
  /** The longest that one job may take; also the pod's grace at its end. */
  timeoutSeconds: number
  /** Replicas at most. */
  pumps: number
  functions: number
  /** Memory that a function may use until an operator says otherwise; absent: 512Mi. */
  memoryMost?: string
  /** Which of the chart's Secrets its function reads. */
  secrets: readonly string[]
  /** Where its function may connect to, and what for; nowhere else. */
  reaches: Readonly<Record<string, string>>
}
