/** The variables by which people are reached: the server of mail, and Amazon SNS. */

import type { Variable } from './variables.ts'

export const noticeVariables = {
  GMAIL_SENDER: { default: '', says: 'what counts where TRADING_GMAIL_SENDER says nothing' },
  GMAIL_RECIPIENT: { default: '', says: 'what counts where TRADING_GMAIL_RECIPIENT says nothing' },
  SMTP_HOST: { default: 'smtp.gmail.com', says: 'server that takes mail about trading' },
  SMTP_PORT: { default: '587', says: 'its port' },
  SMTP_SECURITY: {
    default: 'starttls',
    says: 'starttls: encrypted or not at all; tls: from the first byte (port 465); none: within this machine, or a host of PLAINTEXT_HOSTS',
  },
  SMTP_USER: { default: '', says: 'who signs in; empty: the sender’s address' },
  GMAIL_APP_PASSWORD: {
    default: '',
    says: 'password to sign in with, at Gmail an app password; empty: nobody signs in',
    secret: true,
  },
  SMTP_CA: {
    default: '',
    says: 'PEM of the authority that signed the server’s certificate; empty: those Node.js knows',
  },
  AWS_REGION: {
    default: 'us-east-1',
    says: 'region of Amazon SNS, where no topic says it',
  },
  AWS_ACCESS_KEY_ID: { default: '', says: 'key that may publish by SNS', secret: true },
  AWS_SECRET_ACCESS_KEY: { default: '', says: 'its secret', secret: true },
  AWS_SESSION_TOKEN: { default: '', says: 'its token, where the key is lent', secret: true },
  SNS_ENDPOINT: { default: '', says: 'another address of SNS; empty: the region’s own' },
} as const satisfies Record<string, Variable>
