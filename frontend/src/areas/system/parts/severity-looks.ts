/** How grave an alert is, by mark and colour. */

export const severityLooks = {
  critical: { mark: '■', look: 'text-down' },
  warning: { mark: '▲', look: 'text-warn' },
  info: { mark: '●', look: 'text-info' },
} as const
