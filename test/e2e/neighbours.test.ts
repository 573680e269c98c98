import { describe, expect, inject, it } from 'vitest';
import { graphql, openImap, peerReceived, peerSends, submit } from './clients.js';

const sandbox = inject('sandbox');
const moreau = { rpps: '99900000025', bal: 'jeanne.moreau@ch-valmont.mssante.fr' };
const peerAddress = `silence.voisin@${sandbox.peer.domain}`;
const [hospital, practice] = sandbox.tenants;
if (!hospital || !practice) throw new Error('the sandbox holds at least two structures');

const letter = (subject: string) =>
  Buffer.from(
    `From: ${moreau.bal}\r\nTo: ${peerAddress}\r\nSubject: ${subject}\r\nMessage-ID: <${subject}@ch-valmont.mssante.fr>\r\n\r\nBonjour.\r\n`,
  );

const smtpRefusal = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'accepted',
    (error: { response?: string; message: string }) => error.response ?? error.message,
  );

describe('EX_LPS_0710 the token of somebody who may not', () => {
  it('another professional’s token opens neither the submission nor the reading of a BAL', async () => {
    const petit = { rpps: '99900000074', bal: moreau.bal };
    expect(await smtpRefusal(submit(sandbox, petit, [peerAddress], letter('intrus')))).toMatch(
      /^535 5\.7\.8/,
    );
    await expect(openImap(sandbox, petit)).rejects.toMatchObject({
      authenticationFailed: true,
      serverResponseCode: 'AUTHENTICATIONFAILED',
    });
  });

  it.each(['expired', 'notYet', 'otherKey', 'algNone', 'hs256', 'otherIssuer', 'revoked'])(
    'a token that is « %s » opens nothing',
    async (fault) => {
      expect(
        await smtpRefusal(submit(sandbox, { ...moreau, fault }, [peerAddress], letter('jeton'))),
      ).toMatch(/^535 5\.7\.8/);
      await expect(openImap(sandbox, { ...moreau, fault })).rejects.toMatchObject({
        authenticationFailed: true,
      });
    },
  );

  it('a delegate who may only read does not send', async () => {
    const delegate = { rpps: '99900000041', bal: 'service-cardiologie@ch-valmont.mssante.fr' };
    const raw = Buffer.from(letter('delegue').toString().replace(moreau.bal, delegate.bal));
    expect(await smtpRefusal(submit(sandbox, delegate, [peerAddress], raw))).toMatch(/^5\d\d 5\.7\./);
    const client = await openImap(sandbox, delegate);
    expect((await client.list()).map((folder) => folder.path)).toContain('INBOX');
    await client.logout();
  });
});

describe('EX_3.2_5060 a domain that is not on the liste blanche', () => {
  it('is refused as a recipient, with the reason, and nothing leaves', async () => {
    expect(await smtpRefusal(submit(sandbox, moreau, ['quelquun@exemple.org'], letter('dehors')))).toMatch(
      /5\.7\.1.*liste blanche|5\.7\.1.*espace de confiance/,
    );
    expect((await peerReceived(sandbox)).some((mail) => mail.raw.includes('Subject: dehors'))).toBe(false);
  });

  it('is refused as a sender', async () => {
    const answer = JSON.stringify(
      await peerSends(sandbox, {
        from: 'docteur@hors-liste.mssante.fr',
        to: moreau.bal,
        raw: letter('hors-liste'),
      }),
    );
    expect(answer).toMatch(/550.*5\.7\.1/);
  });
});

describe('EX_OPE_5030 a certificate that may not speak', () => {
  it.each(['peerUnlisted', 'peerRevoked', 'peerExpired', 'stranger'])(
    '« %s » delivers nothing',
    async (identity) => {
      const answer = JSON.stringify(
        await peerSends(sandbox, {
          from: peerAddress,
          to: moreau.bal,
          raw: letter(`certificat-${identity}`),
          identity,
        }),
      );
      expect(answer).not.toMatch(/"code":250/);
      const client = await openImap(sandbox, moreau);
      const lock = await client.getMailboxLock('INBOX');
      expect(await client.search({ subject: `certificat-${identity}` }, { uid: true })).toEqual([]);
      lock.release();
      await client.logout();
    },
  );
});

/** Without what tells the moment alone: points come back while one looks. */
function unhurried(answer: object): object {
  return JSON.parse(JSON.stringify(answer, (name, value) => (name === 'currentlyAvailable' ? 0 : value)));
}

describe('EX_GBM_4230 another structure’s partner', () => {
  const STRUCTURE =
    'query($id: ID!) { structure(id: $id) { __typename ... on Refus { code message } ... on Structure { name } } }';

  it('sees its own structure', async () => {
    const answer = await graphql<{ structure: { name?: string } }>(sandbox, practice.apiKey, STRUCTURE, {
      id: practice.id,
    });
    expect(answer.data?.structure.name).toBe(practice.name);
  });

  it('cannot tell its neighbour from a structure that does not exist', async () => {
    const neighbour = await graphql(sandbox, practice.apiKey, STRUCTURE, { id: hospital.id });
    const nobody = await graphql(sandbox, practice.apiKey, STRUCTURE, {
      id: '01990000-0000-7000-8000-0000000000ff',
    });
    expect(JSON.stringify(neighbour)).not.toContain(hospital.name);
    expect(unhurried(neighbour)).toEqual(unhurried(nobody));
  });

  it('is nobody without a key', async () => {
    const answer = await graphql(sandbox, 'mss_test_inconnue', STRUCTURE, { id: practice.id });
    expect(answer.errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  });
});
