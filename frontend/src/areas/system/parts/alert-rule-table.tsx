/** Every rule of alerts: how grave, by what, whether it fires, and its silence. */

import type { AlertRuleRow } from '#shared/contracts/api/alerts.ts'
import { RealWhen } from '../../../parts/real-when.tsx'
import { Table, type Column } from '../../../parts/table.tsx'
import { count, span } from '../../../text/format.ts'
import { severityLooks } from './severity-looks.ts'
import { SilenceAlert } from './silence-alert.tsx'

const columns: Column<AlertRuleRow>[] = [
  {
    head: 'Alert',
    value: (rule) => rule.alert,
    cell: (rule) => (
      <details>
        <summary className="font-medium">{rule.alert}</summary>
        <code className="block max-w-prose text-12 break-words whitespace-normal text-muted">
          {rule.expr}
        </code>
        <span className="block text-12 text-muted">{rule.runbook}</span>
      </details>
    ),
  },
  {
    head: 'Severity',
    value: (rule) => rule.severity,
    cell: (rule) => <span className={severityLooks[rule.severity].look}>{rule.severity}</span>,
  },
  {
    head: 'Fires after',
    isNumber: true,
    isWide: true,
    value: (rule) => rule.forSeconds,
    cell: (rule) => (rule.forSeconds === 0 ? 'at once' : span(rule.forSeconds * 1_000)),
  },
  {
    head: 'State',
    value: (rule) => (rule.isElsewhere ? 'Prometheus alone' : rule.firing > 0 ? 'fires' : 'quiet'),
    cell: (rule) => <State rule={rule} />,
  },
  { head: '', isWide: true, value: () => null, cell: (rule) => <SilenceAlert rule={rule} /> },
]

function State({ rule: { isElsewhere, firing, silence } }: { rule: AlertRuleRow }) {
  return (
    <>
      {isElsewhere ? (
        <span className="text-muted">Prometheus alone</span>
      ) : firing > 0 ? (
        <span className="font-medium text-down">
          fires{firing > 1 && ` ${count(firing)} times`}
        </span>
      ) : (
        'quiet'
      )}
      {silence && (
        <span className="block text-12 whitespace-normal text-warn">
          silent by {silence.silencedBy}, ends <RealWhen at={silence.until} />: {silence.reason}
        </span>
      )}
    </>
  )
}

export function AlertRuleTable({ rules }: { rules: readonly AlertRuleRow[] }) {
  return (
    <Table label="Rules" rows={rules} keyOf={(rule) => rule.alert} columns={columns} hasTools />
  )
}
