import { acceptTerms, publishTerms, TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EdgeUnderTest, xoauth2 } from './support/edge-under-test.js';
import { RawSmtpClient } from './support/raw-smtp-client.js';

const ASKED =
  "535 5.7.13 Pour utiliser cette boite, lisez et acceptez d'abord les conditions generales d'utilisation sur le portail : https://portail.cachet.test/cgu";

let edge: EdgeUnderTest;
let hospital: TestTenant;
let anne: Awaited<ReturnType<EdgeUnderTest['holder']>>;

beforeAll(async () => {
  edge = await EdgeUnderTest.start();
  hospital = await TestTenant.create(edge.database, { domain: 'ch-valmont.mssante.fr' });
  anne = await edge.holder(hospital, 'anne.martin');
  edge.list([hospital.domain]);
});
afterAll(() => edge.stop());

async function signIn(token = anne.token) {
  const client = await RawSmtpClient.secured(edge.submissionPort, null);
  await client.ask('EHLO poste-de-travail');
  return { client, answer: await client.ask(`AUTH XOAUTH2 ${xoauth2(anne.bal.address, token)}`) };
}

describe('EX_DCU_5030: submission before the terms of use are accepted', () => {
  it('stops a session that is open at its next letter, then refuses to open another, in French with where to accept', async () => {
    const { client, answer } = await signIn();
    expect(answer).toMatch(/^235 /);
    const terms = await publishTerms(edge.database, { inForceAt: new Date() });
    expect(await client.ask(`MAIL FROM:<${anne.bal.address}>`)).toMatch(/^550 5\.7\.13 /);
    expect((await signIn()).answer).toBe(ASKED);
    const stranger = await edge.holder(hospital, 'luc.etranger');
    expect((await signIn(stranger.token)).answer).toBe('535 5.7.8 Authentication credentials invalid');
    await acceptTerms(hospital, anne.person, terms, new Date());
    expect(await client.ask(`MAIL FROM:<${anne.bal.address}>`)).toMatch(/^250 /);
    expect((await signIn()).answer).toMatch(/^235 /);
  });
});
