/** Whether a server read all of a prompt, by the tokens that it counted itself: some cut one in silence. */

import { BadReply, type ModelAsk } from './server.ts'

/** No tokenizer packs more of a prose text into a token, on the average. */
const CHARS_PER_TOKEN_MAX = 12

/**
 * `counted` is what the server tells of having read, 0 where it tells nothing; `characters` what it was
 * sent of that.
 *
 * @throws BadReply where so few tokens cannot be so many characters.
 */
export function expectPromptRead(
  { model }: Pick<ModelAsk, 'model'>,
  { counted, characters }: { counted: number; characters: number },
): void {
  if (counted <= 0 || counted * CHARS_PER_TOKEN_MAX >= characters) return
  const words = `Ask ${model}: it read ${counted} tokens of ${characters} characters`
  throw new BadReply('model_prompt_cut', words)
}
