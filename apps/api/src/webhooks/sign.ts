import { createHmac } from 'node:crypto';

const PREFIX = 'whsec_';

/** A secret as its receiver keeps it (Standard Webhooks, « Signature scheme »). */
export function shownSecret(secret: Uint8Array): string {
  return `${PREFIX}${Buffer.from(secret).toString('base64')}`;
}

/** The value of webhook-signature: one signature for each secret that is good, the present one first. */
export function signatureOf(
  secrets: readonly Uint8Array[],
  { id, timestamp, body }: { readonly id: string; readonly timestamp: number; readonly body: string },
): string {
  return secrets
    .map((secret) => createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64'))
    .map((signature) => `v1,${signature}`)
    .join(' ');
}
