import { describe, expect, it } from 'vitest';
import { judgeWebhookTry, type WebhookCall } from './judge-webhook-try.js';
import { WEBHOOK_PATIENCE_MS, WEBHOOK_PAUSES_MS, webhookPause } from './webhook-schedule.js';
import { readWebhookUrl } from './webhook-url.js';

const NOON = new Date('2026-11-20T12:00:00Z');
const DAY_MS = 86_400_000;

describe('the address of a webhook', () => {
  it('is an HTTPS address of a host that can be known outside', () => {
    expect(readWebhookUrl('https://Hook.Partenaire.fr:8443/a?b=c', false)).toBe(
      'https://hook.partenaire.fr:8443/a?b=c',
    );
  });

  it.each([
    ...['http://hook.partenaire.fr/', 'ftp://hook.partenaire.fr/', 'hook.partenaire.fr', '', 'https://'],
    ...['https://moi:secret@hook.partenaire.fr/', 'https://hook.partenaire.fr/#a'],
    `https://hook.partenaire.fr/${'a'.repeat(2_000)}`,
  ])('is not « %s », anywhere', (text) => {
    expect(readWebhookUrl(text, false)).toBeNull();
    expect(readWebhookUrl(text, true)).toBeNull();
  });

  // What the URL parser makes of other writings of an IPv4 address: a number, octal, hexadecimal, short forms.
  it.each([
    ...[
      '127.0.0.1',
      '2130706433',
      '0177.1',
      '0x7f.0.0.1',
      '[::1]',
      '[::ffff:10.0.0.1]',
      '10.0.0.1',
      '8.8.8.8',
    ],
    ...[
      'localhost',
      'LOCALHOST.',
      'a.localhost',
      'intranet',
      'db.internal',
      'imprimante.local',
      'x.home.arpa',
    ],
  ])('is « %s » in the sandbox only', (host) => {
    expect(readWebhookUrl(`https://${host}/`, false)).toBeNull();
    expect(readWebhookUrl(`https://${host}/`, true)).not.toBeNull();
  });
});

describe('the pauses between calls', () => {
  it('grow from seconds to a day, spread by a fifth, and end after three days', () => {
    expect(webhookPause(1, 0.5, null)).toBe(5_000);
    expect([webhookPause(2, 0, null), webhookPause(2, 1, null)]).toEqual([48_000, 72_000]);
    expect(webhookPause(WEBHOOK_PAUSES_MS.length + 1, 0.5, null)).toBeNull();
    const whole = WEBHOOK_PAUSES_MS.reduce((sum, pause) => sum + pause, 0);
    expect(whole / DAY_MS).toBeGreaterThan(3);
    expect(whole).toBeLessThan(WEBHOOK_PATIENCE_MS);
  });

  it('are as long as the receiver asks, up to a day, and no shorter', () => {
    expect(webhookPause(1, 0.5, 600_000)).toBe(600_000);
    expect(webhookPause(1, 0.5, 30 * DAY_MS)).toBe(DAY_MS);
    expect(webhookPause(4, 0.5, 1_000)).toBe(1_800_000);
  });
});

describe('what follows from a call', () => {
  const call = (change: Partial<WebhookCall> = {}): WebhookCall => ({
    ...{ at: NOON, status: 503, fault: 'refused', ms: 1, answer: null, retryAfterMs: null, ...change },
  });
  const judge = (
    change: Partial<WebhookCall>,
    failingSince: Date | null = null,
    attempts = 0,
    lastFailedAt: Date | null = failingSince && new Date(NOON.getTime() - DAY_MS),
  ) => judgeWebhookTry({ failingSince, lastFailedAt }, { attempts }, call(change), 0.5);

  it('is the end when it succeeded, and the webhook is well', () => {
    const verdict = judge({ status: 204, fault: null }, new Date(0), 3);
    expect(verdict).toEqual({
      ...{
        state: 'delivered',
        attempts: 4,
        nextAttemptAt: null,
        failingSince: null,
        lastFailedAt: null,
        stop: null,
      },
    });
  });

  it('is another one later when it failed, and the webhook is ailing since the first', () => {
    expect(judge({})).toMatchObject({
      ...{
        state: 'waiting',
        attempts: 1,
        nextAttemptAt: new Date('2026-11-20T12:00:05Z'),
        failingSince: NOON,
      },
    });
    expect(judge({}, null, WEBHOOK_PAUSES_MS.length)).toMatchObject({ state: 'failed', stop: null });
  });

  it('is a stop after 410, and after five days without success', () => {
    expect(judge({ status: 410 })).toMatchObject({ state: 'failed', stop: 'gone' });
    const before = new Date(NOON.getTime() - WEBHOOK_PATIENCE_MS);
    expect(judge({}, before)).toMatchObject({ state: 'failed', stop: 'failing' });
    expect(judge({}, new Date(before.getTime() + 1))).toMatchObject({ state: 'waiting', stop: null });
    expect(judge({ status: 200, fault: null }, before)).toMatchObject({ failingSince: null, stop: null });
  });

  it('is no stop when nobody called for longer than any pause: we were away, and it has not failed meanwhile', () => {
    const before = new Date(NOON.getTime() - WEBHOOK_PATIENCE_MS);
    expect(judge({}, before, 1, before)).toMatchObject({
      ...{ state: 'waiting', stop: null, failingSince: NOON, lastFailedAt: NOON },
    });
  });

  it('is no reproach to the receiver when it is ourselves who forgot the event', () => {
    expect(judge({ status: null, fault: 'eventForgotten' })).toMatchObject({
      state: 'failed',
      failingSince: null,
    });
  });
});
