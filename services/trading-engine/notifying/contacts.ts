/** Where people are reached: settings of trading, by the names that an installation knows. */

import type { SnsTarget } from '#shared/clients/sns/publish.ts'
import type { Channel } from '#shared/contracts/notifications.ts'
import type { Db } from '#shared/sql/open.ts'
import { readStated } from '#shared/sql/trading/settings.ts'

export type EmailContact = { from: string; to: string }
/** A topic, where one is set; else a number. */
export type SmsContact = SnsTarget

export type Contacts = { email: EmailContact | undefined; sms: SmsContact | undefined }

/** By channel; undefined where the channel has none. */
export async function readContacts(db: Db): Promise<Contacts & Record<Channel, unknown>> {
  const { settings } = await readStated(db)
  const { gmailSender = '', gmailRecipient = '', snsTopicArn = '', snsPhoneNumber = '' } = settings
  return {
    email:
      gmailSender !== '' && gmailRecipient !== ''
        ? { from: gmailSender, to: gmailRecipient }
        : undefined,
    sms: smsContact(snsTopicArn, snsPhoneNumber),
  }
}

function smsContact(topicArn: string, phoneNumber: string): SmsContact | undefined {
  if (topicArn !== '') return { topicArn }
  return phoneNumber === '' ? undefined : { phoneNumber }
}
