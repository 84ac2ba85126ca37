/** Signals of one evaluation: one row a signal, one column a length of bars, and what they say together. */

import type { EngineRow } from '#shared/contracts/api/signal-engine.ts'
import { percent, signedScore } from '../../../text/format.ts'

type SignalName = EngineRow['signals'][number]['name']

export const SIGNAL_WORDS: Readonly<Record<SignalName, string>> = {
  fibonacci: 'Fibonacci',
  ma_stack: 'Stack of means',
  rsi: 'RSI',
  cup_handle: 'Cup and handle',
  elliott: 'Elliott waves',
}

const names = Object.keys(SIGNAL_WORDS) as SignalName[]

const signed = (direction: string, value: number) =>
  direction === 'neutral' ? 0 : direction === 'bullish' ? value : -value
const look = (value: number) => (value === 0 ? 'text-muted' : value > 0 ? 'text-up' : 'text-down')

export function EngineSignals({ row }: { row: EngineRow }) {
  const frames = row.frames.map(({ frame }) => frame)
  return (
    <div className="overflow-x-auto pb-2">
      <table className="w-full border-collapse" aria-label="Signals">
        <thead>
          <tr className="border-b border-line text-12 text-muted">
            <th scope="col" className="h-8 px-4 text-left font-medium">
              Signal
            </th>
            {frames.map((frame) => (
              <th key={frame} scope="col" className="h-8 px-2 text-right font-medium">
                {frame}
              </th>
            ))}
            <th scope="col" className="h-8 px-4 text-right font-medium">
              Together
            </th>
            <th
              scope="col"
              className="h-8 px-4 text-right font-medium"
              title="How often it counts as right; behind it of how many sessions"
            >
              Right
            </th>
          </tr>
        </thead>
        <tbody>
          {names.map((name) => (
            <tr key={name} className="border-b border-line last:border-0">
              <th scope="row" className="h-8 px-4 text-left font-normal">
                {SIGNAL_WORDS[name]}
              </th>
              {frames.map((frame) => (
                <Cell
                  key={frame}
                  value={
                    row.signals
                      .filter((one) => one.name === name && one.frame === frame)
                      .map(({ direction, strength }) => signed(direction, strength))[0]
                  }
                />
              ))}
              <Cell
                isLast
                value={
                  row.confluences
                    .filter((one) => one.name === name)
                    .map(({ direction, score }) => signed(direction, score))[0]
                }
              />
              <td className="px-4 text-right whitespace-nowrap text-muted">{rightOf(row, name)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** `57 % of 34`; where nothing was measured what it counts as by belief. */
function rightOf({ hitRates }: EngineRow, name: SignalName): string {
  const measured = hitRates.find((one) => one.name === name)
  return measured ? `${percent(measured.rate)} of ${measured.sessions}` : 'not measured'
}

function Cell({ value, isLast = false }: { value: number | undefined; isLast?: boolean }) {
  return (
    <td className={`text-right ${isLast ? 'px-4 font-medium' : 'px-2'} ${look(value ?? 0)}`}>
      {value === undefined ? '·' : signedScore(value)}
    </td>
  )
}
