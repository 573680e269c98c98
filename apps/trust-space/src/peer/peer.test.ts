import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { igcAddresses } from '../pki/addresses.js';
import type { IdentityName } from '../pki/identities.js';
import { type Igc, openIgc } from '../pki/igc.js';
import { listenSmtp } from '../smtp/smtp-listening.js';
import { startOperatorMx } from '../testing/operator-mx.js';
import { type RunningTrustSpace, runTrustSpace } from '../testing/running-trust-space.js';
import { type Letter, type SendOutcome, sendLetter } from './smtp-send.js';

const receivedSchema = z.array(
  z.object({
    from: z.string(),
    to: z.array(z.string()),
    at: z.iso.datetime(),
    tls: z.object({ protocol: z.string(), cipher: z.string(), dn: z.string() }),
    raw: z.base64().transform((text) => Buffer.from(text, 'base64')),
  }),
);
const outcomeSchema = z.looseObject({
  accepted: z.boolean(),
  stage: z.string(),
  code: z.number().nullable(),
  response: z.string(),
});

const JEANNE = 'jeanne.moreau@ch-essai.mssante.fr';
const SILENT = 'silence.1@pair-essai.mssante.fr';

describe('the peer operator', () => {
  let space: RunningTrustSpace;
  let igc: Igc;
  let mx: Awaited<ReturnType<typeof startOperatorMx>>;
  beforeAll(async () => {
    space = await runTrustSpace();
    igc = await openIgc(
      join(space.settings.folder, 'pki'),
      space.world,
      igcAddresses(`http://127.0.0.1:${space.settings.ports.control}`),
    );
    mx = await startOperatorMx(igc.identities.operator, space.mxPort);
  });
  afterAll(async () => {
    await mx.close();
    await space.close();
  });
  beforeEach(() => {
    mx.taken.length = 0;
  });
  afterEach(async () => {
    await space.ask(space.facts.sandbox.peer.control, { mode: 'accept' });
    await fetch(space.facts.sandbox.peer.received, { method: 'DELETE' });
  });

  describe('receives as § 6.7.1 of the Référentiel asks', () => {
    it('keeps what a listed operator sends, byte for byte, with the proof of mutual TLS', async () => {
      const raw = Buffer.from(
        'Subject: =?utf-8?Q?=C3=A9t=C3=A9?=\r\n\r\n.ligne\r\n..deux\r\n\xe9\r\n',
        'latin1',
      );
      expect(await send({ raw })).toMatchObject({ accepted: true, code: 250 });
      const [kept] = await received();
      expect(kept).toMatchObject({ from: JEANNE, to: [SILENT], tls: { dn: igc.identities.operator.dn } });
      expect(kept?.tls.protocol).toBe('TLSv1.3');
      expect(kept?.raw.equals(raw)).toBe(true);
    });

    it('refuses mail without TLS', async () => {
      expect(await send({}, { startTls: false })).toMatchObject({
        accepted: false,
        stage: 'mail',
        code: 530,
      });
    });

    it.each([
      ['no certificate', null, 'absent'],
      ['a stranger’s certificate', 'stranger', 'unknownIssuer'],
      ['a revoked certificate', 'peerRevoked', 'revoked'],
      ['an expired certificate', 'peerExpired', 'expired'],
    ] as const)('refuses a caller with %s', async (_, identity, reason) => {
      const outcome = await send({}, { identity });
      expect(outcome).toMatchObject({ accepted: false, stage: 'ehloTls', code: 554 });
      expect(outcome.response).toContain(reason);
    });

    it('refuses a DN that is not listed, even with an empty sender', async () => {
      expect(await send({}, { identity: 'peerUnlisted' })).toMatchObject({ stage: 'mail', code: 550 });
      expect(await send({ from: '' }, { identity: 'peerUnlisted' })).toMatchObject({
        stage: 'mail',
        code: 550,
      });
    });

    it('refuses a sender whose domain is not the DN’s, and takes an empty sender', async () => {
      const outcome = await send({ from: 'intrus@dgs.mssante.fr' });
      expect(outcome).toMatchObject({ stage: 'mail', code: 550 });
      expect(await send({ from: '' })).toMatchObject({ accepted: true });
    });

    it('does not relay', async () => {
      expect(await send({ to: ['x@ch-essai.mssante.fr'] })).toMatchObject({ stage: 'rcpt', code: 550 });
    });
  });

  describe('behaves as it is told', () => {
    it.each([
      ['reject4xx', 450],
      ['reject5xx', 550],
    ] as const)('%s', async (mode, code) => {
      await control({ mode });
      expect(await send({})).toMatchObject({ accepted: false, stage: 'rcpt', code });
      expect(await received()).toEqual([]);
    });

    it('greylist refuses the first attempt of a sender and recipient, and takes the second', async () => {
      await control({ mode: 'greylist' });
      expect(await send({})).toMatchObject({ stage: 'rcpt', code: 451 });
      expect(await send({})).toMatchObject({ accepted: true });
    });

    it('silent takes the connection and says nothing', async () => {
      await control({ mode: 'silent' });
      const socket = connect(space.settings.ports.peer, '127.0.0.1');
      await once(socket, 'connect');
      const heard: Buffer[] = [];
      socket.on('data', (data: Buffer) => heard.push(data));
      const closed = once(socket, 'close');
      await control({ mode: 'accept' });
      await closed;
      expect(Buffer.concat(heard).toString()).toBe('');
      expect(await send({})).toMatchObject({ accepted: true });
    });

    it('breaks its connection in the middle of a letter, or having kept it and before its reply', async () => {
      await control({ mode: 'cutsContent' });
      expect(await send({})).toMatchObject({ accepted: false, stage: 'content', code: null });
      expect(await received()).toEqual([]);
      await control({ mode: 'cutsReply' });
      expect(await send({})).toMatchObject({ accepted: false, stage: 'content', code: null });
      expect(await received()).toHaveLength(1);
    });
  });

  describe('answers people', () => {
    it('by our MX, under its own certificate, on the same thread', async () => {
      const raw = letter('Message-ID: <m1@ch-essai.mssante.fr>', 'Subject: =?utf-8?Q?R=C3=A9sultats?=');
      await send({ to: ['dr.dupont@pair-essai.mssante.fr'], raw });
      await vi.waitFor(() => expect(mx.taken).toHaveLength(1), { timeout: 5000 });
      const answer = mx.taken[0]?.raw.toString('utf8') ?? '';
      expect(mx.taken[0]).toMatchObject({ from: 'dr.dupont@pair-essai.mssante.fr', to: [JEANNE] });
      expect(mx.taken[0]?.clientSerial).not.toBe('');
      expect(answer).toContain('Subject: Re: =?utf-8?Q?R=C3=A9sultats?=\r\n');
      expect(answer).toContain('In-Reply-To: <m1@ch-essai.mssante.fr>\r\n');
      expect(answer).toContain('J’ai bien reçu votre message');
      expect(answer).not.toContain('Auto-Submitted');
    });

    it('with an absence notice from an empty sender when the mailbox is one of absence', async () => {
      await send({ to: ['absence.dupont@pair-essai.mssante.fr'] });
      await vi.waitFor(() => expect(mx.taken).toHaveLength(1), { timeout: 5000 });
      expect(mx.taken[0]).toMatchObject({ from: '', to: [JEANNE] });
      expect(mx.taken[0]?.raw.toString()).toContain('Auto-Submitted: auto-replied\r\n');
    });

    it('but never automatic messages, empty senders or for silent mailboxes', async () => {
      const to = ['dr.dupont@pair-essai.mssante.fr'];
      await send({ to, raw: letter('Auto-Submitted: auto-generated') });
      await send({ to, from: '' });
      await send({ to: [SILENT] });
      await send({ to: ['dr.martin@pair-essai.mssante.fr'] });
      await vi.waitFor(() =>
        expect(mx.taken.map(({ from }) => from)).toContain('dr.martin@pair-essai.mssante.fr'),
      );
      expect(mx.taken).toHaveLength(1);
    });
  });

  describe('sends what it is asked', () => {
    it('exactly those bytes, bare line feeds included', async () => {
      const raw = Buffer.from('Subject: x\r\n\r\nun\ndeux\r\n.trois\r\n\n.\nquatre\r\n');
      const outcome = await order({
        from: 'dr@pair-essai.mssante.fr',
        to: JEANNE,
        raw: raw.toString('base64'),
      });
      expect(outcome).toMatchObject({ accepted: true, stage: 'content', code: 250 });
      expect(mx.taken[0]?.raw.equals(raw)).toBe(true);
    });

    it('under any identity, and tells how far it went and who answered', async () => {
      const outcome = await order(
        { from: 'dr@pair-essai.mssante.fr', to: [JEANNE], raw: letter().toString('base64') },
        { identity: 'peerRevoked' },
      );
      expect(outcome).toMatchObject({
        accepted: true,
        tls: { serverDn: igc.identities.operator.dn, serverTrusted: true },
      });
      const { serialNumber } = new X509Certificate(igc.identities.peerRevoked.cert);
      expect(mx.taken[0]?.clientSerial).toBe(serialNumber);
    });

    it('and reports a refusal as it was said', async () => {
      await mx.close();
      const refusing = await listenSmtp(refusingServer(igc), space.mxPort);
      const outcome = await order({
        from: 'dr@pair-essai.mssante.fr',
        to: JEANNE,
        raw: letter().toString('base64'),
      });
      await refusing.close();
      mx = await startOperatorMx(igc.identities.operator, space.mxPort);
      expect(outcome).toMatchObject({ accepted: false, stage: 'rcpt', code: 550 });
      expect(outcome.response).toContain('personne de ce nom');
    });

    it('says that nobody answers when nobody does', async () => {
      await mx.close();
      const outcome = await order({
        from: 'dr@pair-essai.mssante.fr',
        to: JEANNE,
        raw: letter().toString('base64'),
      });
      mx = await startOperatorMx(igc.identities.operator, space.mxPort);
      expect(outcome).toMatchObject({ accepted: false, stage: 'connect', code: null });
    });
  });

  function send(
    over: Partial<Letter>,
    { identity = 'operator', startTls = true }: { identity?: IdentityName | null; startTls?: boolean } = {},
  ): Promise<SendOutcome> {
    return sendLetter(
      { from: JEANNE, to: [SILENT], raw: letter(), ...over },
      { host: '127.0.0.1', port: space.settings.ports.peer, servername: space.world.peer.hostname },
      {
        ehlo: 'mx.operateur-essai.mssante.fr',
        identity: identity ? igc.identities[identity] : null,
        startTls,
        judge: (der) => igc.judge.judge(der),
      },
    );
  }

  async function received() {
    return receivedSchema.parse(await (await fetch(space.facts.sandbox.peer.received)).json());
  }

  async function control(order: unknown): Promise<void> {
    expect((await space.ask(space.facts.sandbox.peer.control, order)).status).toBe(200);
  }

  async function order(letter: { from: string; to: string | string[]; raw: string }, over: object = {}) {
    const { body } = await space.ask(space.facts.sandbox.peer.control, { send: letter, ...over });
    return outcomeSchema.parse(body);
  }
});

function letter(...headers: string[]): Buffer {
  return Buffer.from([...headers, 'From: <x@y.fr>', '', 'Bonjour', ''].join('\r\n'));
}

function refusingServer({ identities }: Igc): SMTPServer {
  return new SMTPServer({
    cert: identities.operator.cert,
    key: identities.operator.key,
    disabledCommands: ['AUTH'],
    authOptional: true,
    disableReverseLookup: true,
    logger: false,
    onRcptTo: (_address, _session, callback) =>
      callback(Object.assign(new Error('personne de ce nom'), { responseCode: 550 })),
  });
}
