// BullMQ, from the packages installed in this folder. A package.json here keeps it out of the
// product's own; that also ends the product's `#shared/` here, so this file imports nothing else.

export { Queue, Worker } from 'bullmq'
