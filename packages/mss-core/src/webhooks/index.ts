export * from './compose-webhook-notice.js';
export * from './judge-webhook-try.js';
export * from './manage-webhooks.js';
export * from './ports.js';
export * from './record-webhook-try.js';
export * from './webhook.js';
export * from './webhook-schedule.js';
export * from './webhook-url.js';
