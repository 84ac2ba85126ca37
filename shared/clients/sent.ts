/** What became of one try to tell somebody something, by whichever way. */

export type Sent =
  | { outcome: 'sent'; said: string }
  /** `again`: another try may go well; `refused`: a person has to change something first. */
  | { outcome: 'again' | 'refused'; reason: SendFault; said: string }

/** Words of docs/CODES.md. */
export type SendFault =
  | 'away'
  | 'put_off'
  | 'refused'
  | 'login_refused'
  | 'not_encrypted'
  | 'not_set_up'
