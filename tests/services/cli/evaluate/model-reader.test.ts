import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text as textOf } from 'node:stream/consumers'
import { afterAll, expect, it, vi } from 'vitest'
import { readCalibrationPoints } from '#shared/sql/quality/calibrations.ts'
import { readAll } from '../../../../services/cli/evaluate/read-all.ts'
import { openReader } from '../../../../services/cli/evaluate/readers.ts'
import { storeTexts } from '../../../../services/cli/evaluate/store.ts'
import { textReportOf } from '../../../../services/cli/evaluate/text-report.ts'
import { cloneDatabase } from '../../../helpers/database.ts'

const { sql } = await cloneDatabase()
let digest = 'aa'
const server = createServer((request, response) => {
  void textOf(request).then(() => {
    if (request.url === '/api/tags')
      return response.end(JSON.stringify({ models: [{ name: 'm:1', digest }] }))
    const reply = { response: '{"FORD":["rise","other",[1]]}', done_reason: 'stop' }
    return response.end(`${JSON.stringify({ ...reply, done: true, prompt_eval_count: 60 })}\n`)
  })
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
vi.stubEnv('OLLAMA_BASE_URL', `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
vi.stubEnv('OLLAMA_MODEL', 'm:1')
afterAll(() => {
  server.closeAllConnections()
  server.close()
  vi.unstubAllEnvs()
})

const line = {
  id: 1,
  line: 1,
  text: 'FORD beats',
  entities: [{ name: 'FORD', label: 'positive' as const, occurrences: [{ start: 0, end: 4 }] }],
}
const onlooker = { signal: new AbortController().signal, failed: vi.fn(), progress: vi.fn() }

it('a model’s calibration is stored under the version that answered, where readings find it', async () => {
  const reader = await openReader('ollama')
  const found = await readAll([line], reader, onlooker)
  expect(onlooker.failed).not.toHaveBeenCalled()
  const report = textReportOf(found)
  report.calibration = {
    method: 'platt',
    fitted_on: 100,
    checked_on: 100,
    ece: { before: 0.2, after: 0.1 },
    brier: { before: 0.2, after: 0.1 },
    points: [
      [0, 0],
      [1, 0.5],
    ],
  }
  await storeTexts(sql, reader, { file: 'x.jsonl', report, bins: [] })
  const by = reader.by()
  expect(by).toMatchObject({ model: 'm:1', modelVersion: 'aa' })
  expect(await readCalibrationPoints(sql, by)).toEqual(report.calibration.points)
})
