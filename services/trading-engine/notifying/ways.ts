/** The two ways to people: mail by SMTP, SMS by Amazon SNS. */

import { sendMail, readSmtpServer } from '#shared/clients/smtp/send.ts'
import { publishSms, readSnsAccess } from '#shared/clients/sns/publish.ts'
import { markupOf } from '#shared/domain/notifications/words.ts'
import type { Ways } from './send-notices.ts'

export function openWays(): Ways {
  return {
    email: ({ from, to }, { notificationId, subject, body }, attachment) =>
      sendMail(readSmtpServer(from), {
        from,
        to,
        subject,
        text: body,
        html: markupOf(body),
        attachment,
        id: notificationId,
      }),
    sms: (target, { body }) => publishSms(readSnsAccess(target), target, body),
  }
}
