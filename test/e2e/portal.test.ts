import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { letters } from '../corpus/letters.js';
import { openBrowser, signIn, visit } from './browser.js';
import { peerSends, post, submit } from './clients.js';

const sandbox = inject('sandbox');
const moreau = { rpps: '99900000025', bal: 'jeanne.moreau@ch-valmont.mssante.fr' };
const [hospital] = sandbox.tenants;
if (!hospital) throw new Error('the sandbox holds at least one structure');
let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const subjectOf = (name: string) => `${name} ${Date.now().toString(36)}`;
const letterFrom = (from: string, to: string, subject: string, more = '') =>
  Buffer.from(
    `From: ${from}\r\nTo: ${to}\r\nSubject: ${subject}\r\nMessage-ID: <${subject.replaceAll(' ', '-')}@exemple.mssante.fr>\r\n${more}\r\nTexte de la lettre.\r\n`,
  );

describe('a doctor in the portal', () => {
  it('sees a letter arrive without reloading the page, and reads it', async () => {
    const { page, context, faults } = await visit(browser);
    await signIn(page, sandbox, 'MOREAU');
    await page.getByRole('link', { name: /^jeanne\.moreau/ }).click();
    await page.getByRole('heading', { level: 1, name: /Réception/ }).waitFor();
    const subject = subjectOf('Arrivée');
    const encoded = `=?utf-8?B?${Buffer.from(subject).toString('base64')}?=`;
    await peerSends(sandbox, {
      from: `silence.portail@${sandbox.peer.domain}`,
      to: moreau.bal,
      raw: letterFrom(`silence.portail@${sandbox.peer.domain}`, moreau.bal, encoded),
    });
    await page.getByRole('link', { name: new RegExp(subject) }).click({ timeout: 20_000 });
    await page.getByRole('heading', { level: 1, name: subject }).waitFor();
    await page.getByText('Texte de la lettre.').waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  it('RE_2.1_5010, RE_2.1_5020: finds a colleague of elsewhere by part of a name, and refines without asking again', async () => {
    const { page, context, faults } = await visit(browser);
    await signIn(page, sandbox, 'MOREAU');
    await page.getByRole('link', { name: 'Annuaire', exact: true }).click();
    const who = page.getByLabel('Qui cherchez-vous ?');
    // A piece from the middle of BIHANNIC, by keyboard alone.
    await who.fill('ihann');
    await who.press('Enter');
    const rows = page.getByRole('table').getByRole('row');
    await rows.filter({ hasText: 'LE BIHANNIC' }).first().waitFor();
    const before = await rows.count();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.getByLabel('Affiner parmi ces réponses').fill('elodie');
    await page.getByText('1 BAL', { exact: true }).waitFor();
    expect([before > 2, await rows.count(), asked]).toEqual([true, 2, []]);
    await page.getByText(`elodie.le-bihannic@${sandbox.peer.domain}`).waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  it('is shown a hostile letter without its scripts and without anything remote', async () => {
    const from = `silence.pirate@${sandbox.peer.domain}`;
    const hostile = (await letters(from, moreau.bal)).find(({ name }) => name.startsWith('html only'));
    if (!hostile) throw new Error('the corpus has no hostile letter');
    const subject = subjectOf('Mise en forme');
    await peerSends(sandbox, {
      from,
      to: moreau.bal,
      raw: Buffer.from(hostile.raw.toString('latin1').replace('Lettre mise en forme', subject), 'latin1'),
    });
    const { page, context, strayRequests } = await visit(browser);
    const dialogs: string[] = [];
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    await signIn(page, sandbox, 'MOREAU');
    await page.getByRole('link', { name: /^jeanne\.moreau/ }).click();
    await page.getByRole('link', { name: new RegExp(subject) }).click({ timeout: 20_000 });
    const frame = page.frameLocator('iframe');
    await frame.getByText('résultat').waitFor();
    expect(
      await frame
        .locator('script, iframe, form, [onload], [onerror], [href^="javascript:"], img[src^="http"]')
        .count(),
    ).toBe(0);
    const sandboxed = await page.locator('iframe').getAttribute('sandbox');
    expect(sandboxed).not.toMatch(/allow-scripts|allow-same-origin/);
    expect(dialogs).toEqual([]);
    expect(strayRequests).toEqual([]);
    expect(await page.title()).not.toContain('piraté');
    await context.close();
  });

  it('signs out, and the pages she saw ask for a new sign-in', async () => {
    const { page, context } = await visit(browser);
    await signIn(page, sandbox, 'MOREAU');
    await page
      .getByRole('button', { name: 'Se déconnecter' })
      .or(page.getByRole('link', { name: 'Se déconnecter' }))
      .click();
    await page.waitForURL(/\/connexion/);
    await page.goto(`${sandbox.web}/m`);
    await page.getByRole('button', { name: /Pro Santé Connect/ }).waitFor();
    await context.close();
  });
});

describe('the hospital’s manager on the dashboard', () => {
  it('sees a letter leave and its answer come back, live, and never a subject', async () => {
    const { page, context, faults } = await visit(browser);
    await signIn(page, sandbox, 'FONTAINE');
    await page.getByText('En direct').waitFor();
    const correspondent = `reponse.${Date.now().toString(36)}@${sandbox.peer.domain}`;
    const subject = subjectOf('Secret');
    await submit(sandbox, moreau, [correspondent], letterFrom(moreau.bal, correspondent, subject));
    const rows = page.getByRole('row').filter({ hasText: correspondent });
    await rows.filter({ hasText: 'Envoyée' }).filter({ hasText: 'Remise' }).waitFor({ timeout: 20_000 });
    await rows.filter({ hasText: 'Reçue' }).waitFor({ timeout: 20_000 });
    expect(await page.content()).not.toContain(subject);
    expect(faults).toEqual([]);
    await context.close();
  });

  it('holds a letter that the other operator puts off, releases it, cancels it, and its writer learns it', async () => {
    await post(sandbox.peer.control, { mode: 'reject4xx' });
    const { page, context, faults } = await visit(browser);
    try {
      await signIn(page, sandbox, 'FONTAINE');
      await page.getByText('En direct').waitFor();
      const correspondent = `silence.${Date.now().toString(36)}@${sandbox.peer.domain}`;
      await submit(
        sandbox,
        moreau,
        [correspondent],
        letterFrom(moreau.bal, correspondent, subjectOf('Attente')),
      );
      const row = page.getByRole('row').filter({ hasText: correspondent });
      await row.filter({ hasText: 'Retardée' }).waitFor({ timeout: 20_000 });
      await row.getByRole('button', { name: /^Suspendre/ }).click();
      await row.filter({ hasText: 'Suspendue' }).waitFor({ timeout: 20_000 });
      await row.getByRole('button', { name: /^Reprendre/ }).click();
      await row.filter({ hasText: /En file|Retardée/ }).waitFor({ timeout: 20_000 });
      await row.getByRole('button', { name: /^Annuler/ }).click();
      // The harmless answer has the focus, and Escape gives it.
      await page.keyboard.press('Escape');
      await row.filter({ hasText: 'Retardée' }).waitFor({ timeout: 20_000 });
      await row.getByRole('button', { name: /^Annuler/ }).press('Enter');
      await row.getByRole('button', { name: /^Confirmer/ }).press('Enter');
      await row.filter({ hasText: 'Annulée' }).waitFor({ timeout: 20_000 });
      expect(
        await row
          .getByRole('button')
          .filter({ hasText: /Annuler|Suspendre/ })
          .count(),
      ).toBe(0);
      expect(faults).toEqual([]);
    } finally {
      await post(sandbox.peer.control, { mode: 'accept' });
      await context.close();
    }
    const doctor = await visit(browser);
    await signIn(doctor.page, sandbox, 'MOREAU');
    await doctor.page.getByRole('link', { name: /^jeanne\.moreau/ }).click();
    await doctor.page
      .getByRole('link', { name: /Message non remis/ })
      .first()
      .waitFor({ timeout: 20_000 });
    await doctor.context.close();
  });

  it('of another structure cannot tell the hospital from a structure that does not exist', async () => {
    const { page, context } = await visit(browser);
    await signIn(page, sandbox, 'LE GOFF');
    const seen: string[] = [];
    for (const id of [hospital.id, '01990000-0000-7000-8000-0000000000ff']) {
      const answer = await page.goto(`${sandbox.web}/g/${id}`);
      seen.push(`${answer?.status()} ${await page.locator('main').innerText()}`);
    }
    expect(seen[0]).toMatch(/^404 /);
    expect(seen[0]).not.toContain(hospital.name);
    expect(seen[0]).toBe(seen[1]);
    await context.close();
  });
});
