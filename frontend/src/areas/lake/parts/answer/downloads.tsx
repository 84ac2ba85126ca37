/** The whole answer as a file: the statement is asked once more, for as many rows as a file may have. */

import { useEffect, useRef, useState } from 'react'
import { sendForFile } from '../../../../api/read.ts'
import { Button } from '../../../../parts/button.tsx'
import { count } from '../../../../text/format.ts'
import { Elapsed } from '../ask/elapsed.tsx'
import type { Asked } from '../ask/use-asking.ts'
import { fileName } from './file-name.ts'

const FORMATS = [
  ['csv', 'CSV'],
  ['parquet', 'Parquet'],
] as const
type Format = (typeof FORMATS)[number][0]

type Making =
  | { is: 'idle' }
  | { is: 'cut'; rows: number }
  | { is: 'running'; since: number }
  | { is: 'refused'; fault: Error }

const IDLE: Making = { is: 'idle' }

export function Downloads({ asked }: { asked: Asked }) {
  const [making, setMaking] = useState<Making>(IDLE)
  const running = useRef<AbortController>(undefined)
  useEffect(() => () => running.current?.abort(), [])
  const make = async (format: Format) => {
    const mine = new AbortController()
    running.current = mine
    setMaking({ is: 'running', since: performance.now() })
    const { statement, engine, name } = asked
    try {
      const body = { statement, engine, format }
      const response = await sendForFile('POST /api/sql/file', { body }, mine.signal)
      keep(await response.blob(), fileName(name, format, new Date()))
      const rows = Number(response.headers.get('x-stonks-rows'))
      setMaking(response.headers.get('x-stonks-cut') === 'true' ? { is: 'cut', rows } : IDLE)
    } catch (fault) {
      if (mine.signal.aborted) return setMaking(IDLE)
      setMaking({ is: 'refused', fault: fault instanceof Error ? fault : new Error(String(fault)) })
    }
  }
  return (
    <span className="flex flex-wrap items-center justify-end gap-2">
      {making.is === 'refused' && (
        <span role="alert" className="text-down">
          No file was made: {making.fault.message}
        </span>
      )}
      {making.is === 'cut' && (
        <span role="status" className="text-12 text-warn">
          The file has the first {count(making.rows)} rows; there are more.
        </span>
      )}
      {making.is === 'running' ? (
        <>
          <span role="status" className="text-12 text-muted">
            Makes a file … <Elapsed since={making.since} />
          </span>
          <Button isSmall onClick={() => running.current?.abort()}>
            Cancel file
          </Button>
        </>
      ) : (
        FORMATS.map(([format, words]) => (
          <Button
            key={format}
            isSmall
            title="All rows, also those that are not shown"
            onClick={() => void make(format)}
          >
            Download {words}
          </Button>
        ))
      )}
    </span>
  )
}

function keep(file: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}
