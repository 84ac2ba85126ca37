/** The variables that say where other tools of the same installation are, for the page to lead there. */

import type { Variable } from './variables.ts'

export const besideVariables = {
  GRAFANA_URL: {
    default: '',
    says: 'where people open Grafana with the boards of this installation; empty: the page leads nowhere',
  },
  SUPERSET_URL: {
    default: '',
    says: 'where people open Superset; empty: the page leads nowhere',
  },
  LOGS_URL: {
    default: '',
    says: 'where people search logs, such as Grafana Explore; {trace} in it becomes the id of a trace. Empty: the page leads nowhere',
  },
  LOGS_DIR: {
    default: '',
    says: 'folder with a log file of each program, which operators search on the page; `up` sets it. Empty: logs are elsewhere',
  },
} as const satisfies Record<string, Variable>
