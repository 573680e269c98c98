import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { retryAfterOf } from './answer.js';
import { type PostOptions, postWebhook } from './post.js';
import { HOST, TestReceiver } from './receiver.fixture.js';

let receiver: TestReceiver;
beforeAll(async () => {
  receiver = await TestReceiver.start();
});
beforeEach(() => {
  receiver.received.length = 0;
  receiver.reply = () => ({ status: 204 });
});
afterAll(() => receiver.stop());

const post = (url = receiver.url(), options: Partial<PostOptions> = {}) =>
  postWebhook(
    { url, headers: { 'content-type': 'application/json' }, body: '{"é":1}' },
    {
      ...{ resolve: async () => ['127.0.0.1'], takesPrivate: true, ca: [receiver.ca], withinMs: 5_000 },
      ...options,
    },
  );

describe('a call of a webhook', () => {
  it('sends by HTTPS, and is well when answered 2xx', async () => {
    expect(await post()).toEqual({ status: 204, fault: null, answer: null, retryAfterMs: null });
    expect(receiver.received).toMatchObject([{ path: '/cachet', body: '{"é":1}' }]);
    expect(receiver.received[0]?.headers.host).toBe(`${HOST}:${receiver.port}`);
  });

  it('follows no redirection', async () => {
    receiver.reply = () => ({ status: 307, headers: { location: receiver.url('/elsewhere') } });
    expect(await post()).toMatchObject({ status: 307, fault: 'redirected' });
    expect(receiver.received).toHaveLength(1);
  });

  it('keeps of an answer its beginning, on one printable line', async () => {
    receiver.reply = () => ({
      ...{ status: 503, headers: { 'retry-after': '120' } },
      body: `  Trop\r\nd’appels \u0000\u001b[31m ${'x'.repeat(100_000)}`,
    });
    const { answer, retryAfterMs, fault } = await post();
    expect([fault, retryAfterMs, answer?.length]).toEqual(['refused', 120_000, 120]);
    expect(answer).toMatch(/^Trop d [\x20-\x7e]+$/);
  });

  it('ends in time whatever the receiver does', async () => {
    receiver.reply = () => ({ status: 200, silent: true });
    expect(await post(receiver.url(), { withinMs: 300 })).toMatchObject({ status: null, fault: 'tooSlow' });
    const never = () => new Promise<string[]>(() => undefined);
    expect(await post(receiver.url(), { withinMs: 50, resolve: never })).toMatchObject({ fault: 'tooSlow' });
  });

  it('believes no certificate but that of the host, by an authority it knows', async () => {
    expect(await post(receiver.url('/', 'autre.partenaire.fr'))).toMatchObject({ fault: 'tlsRefused' });
    const { ca: _ours, ...system } = { ca: undefined };
    const stranger = await TestReceiver.start();
    expect(await post(stranger.url(), system)).toMatchObject({ fault: 'tlsRefused' });
    await stranger.stop();
    expect(receiver.received).toEqual([]);
  });

  it('says in a word that nobody is there', async () => {
    expect(await post('https://hook.partenaire.fr:1/')).toMatchObject({ fault: 'unreachable' });
    expect(await post(receiver.url(), { resolve: async () => [] })).toMatchObject({ fault: 'hostUnknown' });
    const broken = async () => Promise.reject(new Error('SERVFAIL'));
    expect(await post(receiver.url(), { resolve: broken })).toMatchObject({ fault: 'hostUnknown' });
  });
});

describe('a name that leads inside', () => {
  it.each(['127.0.0.1', '10.1.2.3', '169.254.169.254', '192.168.1.1', '::1', 'fd00::1', '::ffff:127.0.0.1'])(
    'to %s is not called, though another of its addresses is outside',
    async (address) => {
      const resolve = async () => ['93.184.216.34', address];
      expect(await post(receiver.url(), { resolve, takesPrivate: false })).toMatchObject({
        fault: 'addressNotPublic',
      });
      expect(receiver.received).toEqual([]);
    },
  );

  it('after it was judged changes nothing: the call goes to what was judged', async () => {
    let asked = 0;
    const resolve = async () => {
      asked += 1;
      return asked === 1 ? ['127.0.0.1'] : ['127.0.0.9'];
    };
    expect(await post(receiver.url(), { resolve })).toMatchObject({ status: 204 });
    expect(asked).toBe(1);
  });

  it('written as a number is judged like any other', async () => {
    expect(await post(`https://2130706433:${receiver.port}/`, { takesPrivate: false })).toMatchObject({
      fault: 'addressNotPublic',
    });
  });
});

describe('Retry-After', () => {
  it('is seconds or a date; nonsense is nothing', () => {
    const now = Date.parse('2026-11-20T12:00:00Z');
    expect(retryAfterOf('90', now)).toBe(90_000);
    expect(retryAfterOf('Fri, 20 Nov 2026 12:01:00 GMT', now)).toBe(60_000);
    expect(retryAfterOf('Fri, 20 Nov 2026 11:01:00 GMT', now)).toBe(0);
    for (const nonsense of [undefined, 'bientôt', '-5', '']) expect(retryAfterOf(nonsense, now)).toBeNull();
  });
});
