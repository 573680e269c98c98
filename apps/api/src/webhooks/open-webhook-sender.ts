import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import { hostResolver } from './resolve-host.js';
import { WebhookSender, type WebhookSenderDeps } from './webhook-sender.js';

export interface WebhookSettings {
  readonly CACHET_DNS_SERVERS: readonly string[];
  readonly CACHET_WEBHOOK_PRIVATE_ADDRESSES: boolean;
  readonly CACHET_WEBHOOK_CA_FILE?: string | undefined;
}

export function openWebhookSender(
  settings: WebhookSettings,
  shared: Pick<WebhookSenderDeps, 'database' | 'safe' | 'clock' | 'logger' | 'metrics'>,
): WebhookSender {
  const takesPrivate = settings.CACHET_WEBHOOK_PRIVATE_ADDRESSES;
  const file = settings.CACHET_WEBHOOK_CA_FILE;
  return new WebhookSender({
    ...shared,
    random: Math.random,
    takesPrivate,
    resolve: hostResolver(settings.CACHET_DNS_SERVERS, takesPrivate),
    ...(file && { ca: [...rootCertificates, readFileSync(file, 'utf8')] }),
  });
}
