/** Turns at the model server that the environment names: through its one gate, as the agents' settings say. */

import { openAgentTurns, type OpenTurn } from '../clients/model/ask-agent.ts'
import { gatedServer, type HeardAnswer } from '../clients/model/gated.ts'
import { openNamedServer, type ServerKind } from '../clients/model/settings.ts'
import { openAgentDesk } from '../sql/agents/desk.ts'
import { openModelGate } from '../sql/models/places.ts'
import { noteModelServer } from '../sql/models/servers.ts'
import type { Sql } from '../sql/open.ts'

/**
 * Connects when first used. `waitMs` is how long a question waits for its turn where that is not as the
 * environment has it.
 *
 * @throws RangeError naming the setting that is missing or wrong.
 */
export function openModelTurns(
  sql: Sql,
  kind: ServerKind,
  waitMs?: number,
): { turns: OpenTurn; model: string } {
  const { server, model, address, parallel, waitMs: usual } = openNamedServer(kind)
  const gate = openModelGate(sql, { server: address, places: parallel, waitMs: waitMs ?? usual })
  const hear = (heard: HeardAnswer) => noteModelServer(sql, { ...heard, server: address, kind })
  const gated = gatedServer(server, { gate, hear })
  return { turns: openAgentTurns({ server: gated, desk: openAgentDesk(sql), model }), model }
}
