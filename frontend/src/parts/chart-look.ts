/** How a line over time looks, in whatever chart it stands. */

export const tooltipLook = {
  isAnimationActive: false,
  contentStyle: {
    background: 'var(--surface)',
    border: '1px solid var(--line)',
    borderRadius: 8,
    fontSize: 12,
  },
  itemStyle: { color: 'var(--text)' },
  labelStyle: { color: 'var(--muted)' },
} as const

export const areaLook = {
  type: 'linear',
  stroke: 'var(--accent)',
  strokeWidth: 1.75,
  fill: 'var(--accent)',
  fillOpacity: 0.08,
  isAnimationActive: false,
} as const
