/** Who read: the three names that are stored beside what was read. */

import type { ReaderIdentity } from '../../../domain/document/reading/reading.ts'

export function identityOf({ model, modelVersion, promptVersion }: ReaderIdentity): ReaderIdentity {
  return { model, modelVersion, promptVersion }
}
