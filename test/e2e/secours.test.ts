import AxeBuilder from '@axe-core/playwright';
import { totpCode, totpStep } from '@cachet/mss-core';
import { secretOfKey } from '@cachet/testkit';
import nodemailer from 'nodemailer';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openBrowser, signIn, visit } from './browser.js';
import { post } from './clients.js';
import { readAt } from './sandbox.js';
import { until } from './until.js';

const sandbox = inject('sandbox');
const [hospital] = sandbox.tenants;
if (!hospital) throw new Error('the sandbox holds at least one structure');
const moreau = 'jeanne.moreau@ch-valmont.mssante.fr';
const setting = `${sandbox.web}/g/${hospital.id}/acces-de-secours`;
let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(async () => {
  await post(sandbox.psc.control, { service: 'served' });
  await browser.close();
});

async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).analyze();
  const wide = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
  expect(await page.evaluate(wide), page.url()).toBeLessThanOrEqual(0);
  return found.map(({ id, nodes }) => `${id} ${nodes.map(({ target }) => target).join(' ')}`);
}

/** A manager switches it from one state to the other. */
async function turn(from: 'ouvert' | 'fermé', button: string): Promise<void> {
  const { page, context } = await visit(browser, { width: 320 });
  await signIn(page, sandbox, 'FONTAINE');
  await page.goto(setting);
  await page.getByText(`L’accès de secours est ${from}.`, { exact: true }).waitFor();
  await page.waitForLoadState('networkidle');
  await page.getByRole('button', { name: button }).press('Enter');
  await page.getByRole('button', { name: button }).waitFor({ state: 'detached', timeout: 20_000 });
  expect(await violations(page)).toEqual([]);
  await context.close();
}

/** A manager ends one person’s. */
async function revoke(): Promise<void> {
  const { page, context } = await visit(browser);
  await signIn(page, sandbox, 'FONTAINE');
  await page.goto(setting);
  await page.waitForLoadState('networkidle');
  await page.getByRole('button', { name: 'Révoquer l’accès de secours de Jeanne MOREAU' }).press('Enter');
  await page.getByText('Personne pour le moment.').waitFor({ timeout: 20_000 });
  await context.close();
}

/** Jeanne Moreau enrols by the keyboard; answers her passphrase and what makes her codes. */
async function enrol(): Promise<{ readonly passphrase: string; code(drift: number): string }> {
  const { page, context } = await visit(browser, { width: 320 });
  await signIn(page, sandbox, 'MOREAU');
  const path = await page.getByRole('link', { name: 'Accès de secours' }).getAttribute('href');
  await page.goto(`${sandbox.web}${path}`);
  await page.waitForLoadState('networkidle');
  await page.getByRole('button', { name: 'Activer l’accès de secours' }).press('Enter');
  await page.getByRole('img', { name: /Code QR/ }).waitFor();
  expect(await violations(page)).toEqual([]);
  const shown = (await page.locator('[translate=no]').allTextContents()).map((text) => text.trim());
  const [passphrase = '', key = ''] = shown;
  const secret = secretOfKey(key.replaceAll(' ', ''));
  const code = (drift: number) => totpCode(secret, totpStep(new Date()) + drift);
  // The code before this one is good until the next one comes.
  await until(
    () => Date.now() % 30_000 < 25_000,
    10_000,
    () => 'time stands still',
  );
  await page.getByLabel('Code à six chiffres').fill(code(-1));
  await page.getByLabel('Code à six chiffres').press('Enter');
  await page.getByText('L’accès de secours est activé.').waitFor();
  await page.getByText(/^Activé le /).waitFor({ timeout: 20_000 });
  await context.close();
  return { passphrase, code };
}

async function fill(page: Page, passphrase: string, code: string): Promise<void> {
  await page.getByLabel('Adresse de l’une de vos boîtes').fill(moreau);
  await page.getByLabel('Phrase de passe').fill(passphrase);
  await page.getByLabel('Code à six chiffres').fill(code);
  await page.getByLabel('Code à six chiffres').press('Enter');
}

describe('RE_LPS_0100: Pro Santé Connect is out', () => {
  it('and a professional who had enrolled reads in the portal and sends from her program, until the manager closes it', async () => {
    const { page, context, faults } = await visit(browser, { width: 320 });
    await page.goto(`${sandbox.web}/connexion`);
    expect(await page.getByText('Pro Santé Connect est indisponible ?').count()).toBe(0);
    await turn('fermé', 'Ouvrir l’accès de secours');
    const { passphrase, code } = await enrol();
    await post(sandbox.psc.control, { service: 'unavailable' });

    await page.goto(`${sandbox.web}/connexion`);
    await page.waitForLoadState('networkidle');
    await page.getByRole('button', { name: 'S’identifier avec Pro Santé Connect' }).click();
    // The other way is open to whom the first has just failed.
    await page.getByText('Pro Santé Connect ne répond pas').waitFor({ timeout: 20_000 });
    await page.waitForLoadState('networkidle');
    await fill(page, passphrase, '000000');
    await page.getByText(/ne sont pas reconnues/).waitFor({ timeout: 20_000 });
    expect(await violations(page)).toEqual([]);
    await fill(page, passphrase, code(0));
    await page.getByRole('link', { name: /^jeanne\.moreau/ }).waitFor({ timeout: 20_000 });

    const transport = nodemailer.createTransport({
      ...sandbox.smtp.submission.psc,
      ...{ secure: false, requireTLS: true, authMethod: 'PLAIN' },
      tls: { ca: readAt(sandbox.pki.ca), servername: 'mx.operateur-cachet.mssante.fr' },
      auth: { user: moreau, pass: `${passphrase} ${code(1)}` },
    });
    const raw = `From: ${moreau}\r\nTo: ${moreau}\r\nSubject: Secours\r\n\r\nBonjour\r\n`;
    const { accepted } = await transport.sendMail({ envelope: { from: moreau, to: moreau }, raw });
    expect(accepted).toEqual([moreau]);
    transport.close();

    await post(sandbox.psc.control, { service: 'served' });
    await turn('ouvert', 'Fermer l’accès de secours');
    await page.goto(`${sandbox.web}/m`);
    await page.getByText('Votre session est terminée').waitFor();
    expect(await page.getByText('Pro Santé Connect est indisponible ?').count()).toBe(0);
    await revoke();
    expect(faults).toEqual([]);
    await context.close();
  });
});
