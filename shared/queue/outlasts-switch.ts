/** Stages that go on while the pipeline is off. */

import type { StageDescriptor } from '../contracts/stage-descriptor.ts'
import { stages } from '../pipeline.ts'

export function outlastsSwitch(stage: string): boolean {
  const found: StageDescriptor | undefined = (stages as Record<string, StageDescriptor>)[stage]
  return found?.outlastsSwitch ?? false
}
