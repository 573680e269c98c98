import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, signIn, visit } from './browser.js';
import { graphql, openImap, pscToken, submit } from './clients.js';
import { type Launched, launch, readySandbox, type Sandbox, stopSandbox } from './sandbox.js';

const moreau = { rpps: '99900000025', bal: 'jeanne.moreau@ch-valmont.mssante.fr' };
const HEADING = 'Conditions générales d’utilisation';

/** A version binds a whole installation and never goes: this story has a sandbox of its own. */
let launched: Launched;
let sandbox: Sandbox;
let browser: Browser;

beforeAll(async () => {
  launched = await launch();
  [sandbox, browser] = await Promise.all([readySandbox(launched), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await stopSandbox(launched);
});

/** Ariane Delcourt, who runs the installation. */
async function publish(name: string, inForceAt: string | null): Promise<void> {
  const accessToken = await pscToken(sandbox, '99900000090');
  const opened = await graphql<{ session: { token: string } }>(
    sandbox,
    '',
    'mutation ($t: String!) { session: openPortalSession(pscAccessToken: $t) { ... on PortalSession { token } } }',
    { t: accessToken },
  );
  const version = {
    ...{ name, inForceAt },
    textFr: '## Bon usage\n\nVous êtes responsable de vos échanges.\n\n- Ne redirigez pas vos messages.',
    textEn: '## Proper use\n\nYou are responsible for what you exchange.',
  };
  const published = await graphql(
    sandbox,
    opened.data?.session.token ?? '',
    'mutation ($v: CguPublishInput!) { cguPublish(version: $v) { __typename ... on Refus { message } } }',
    { v: version },
  );
  expect(published.data).toEqual({ cguPublish: { __typename: 'CguVersion' } });
}

async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  const wide = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
  expect(await page.evaluate(wide), page.url()).toBeLessThanOrEqual(0);
  return found.map(({ id, nodes }) => `${id} ${nodes.map(({ target }) => target).join(' ')}`);
}

const letter = Buffer.from(`From: ${moreau.bal}\r\nTo: ${moreau.bal}\r\nSubject: Essai\r\n\r\nBonjour\r\n`);
const smtpAnswer = () =>
  submit(sandbox, moreau, [moreau.bal], letter).then(
    () => 'accepted',
    (error: { response?: string; message: string }) => error.response ?? error.message,
  );

describe('EX_DCU_5030: the terms of use', () => {
  it('are announced over the pages, where nobody is stopped', async () => {
    const { page, context, faults } = await visit(browser, { width: 320 });
    await signIn(page, sandbox, 'MOREAU');
    await page.getByRole('link', { name: /^jeanne\.moreau/ }).waitFor();
    expect(await page.getByText('De nouvelles conditions').count()).toBe(0);
    await publish('1.0', new Date(Date.now() + 30 * 86_400_000).toISOString());
    await page.reload();
    await page.getByText(/^De nouvelles conditions d’utilisation s’appliqueront à partir du /).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('link', { name: 'Les lire et les accepter' }).press('Enter');
    await page.getByText(/^La version 1\.0 entrera en vigueur le /).waitFor();
    expect(await violations(page)).toEqual([]);
    expect(faults).toEqual([]);
    await context.close();
  });

  it('stop whoever has not accepted them, by the portal and by mail programs, until they accept by the keyboard and go on where they were', async () => {
    const { page, context, faults, strayRequests } = await visit(browser, { width: 320 });
    await signIn(page, sandbox, 'MOREAU');
    await page.getByRole('link', { name: /^jeanne\.moreau/ }).click();
    await page.getByRole('heading', { level: 1, name: /Réception/ }).waitFor();
    const inbox = page.url();
    await publish('2.0', null);
    await expect(openImap(sandbox, moreau)).rejects.toMatchObject({ serverResponseCode: 'CONTACTADMIN' });
    expect(await smtpAnswer()).toMatch(/^535 5\.7\.13 .*\/cgu$/);
    // The page renews itself, and leads there by itself.
    await page.waitForURL(/\/cgu\?retour=/, { timeout: 20_000 });
    await page.getByRole('heading', { level: 1, name: HEADING }).waitFor();
    await page.getByRole('heading', { level: 2, name: 'Bon usage' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.goto(inbox);
    await page.waitForURL(/\/cgu\?retour=/);
    const tick = page.getByRole('checkbox', { name: 'J’ai lu la version 2.0 et je l’accepte' });
    // Not ticked, the form goes nowhere.
    await page.getByRole('button', { name: 'Accepter et continuer' }).press('Enter');
    expect(await tick.evaluate((box) => box.matches(':invalid'))).toBe(true);
    await tick.press('Space');
    await page.getByRole('button', { name: 'Accepter et continuer' }).press('Enter');
    await page.getByRole('heading', { level: 1, name: /Réception/ }).waitFor();
    expect(page.url()).toBe(inbox);
    const client = await openImap(sandbox, moreau);
    await client.logout();
    expect(await smtpAnswer()).toBe('accepted');
    await page.goto(`${sandbox.web}/cgu`);
    await page.getByText(/^La version 1\.0 entrera en vigueur/).waitFor();
    expect([faults, strayRequests]).toEqual([[], []]);
    await context.close();
  });

  it('ask nothing of whoever only administers, and are read in English by whoever reads English', async () => {
    const { page, context } = await visit(browser);
    await signIn(page, sandbox, 'FONTAINE');
    await page.getByText('En direct').waitFor();
    await page.getByRole('link', { name: HEADING }).click();
    await page
      .getByText(/^La version 2\.0 est en vigueur depuis le .* Vous n’avez rien à accepter\.$/)
      .waitFor();
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { level: 2, name: 'Proper use' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await context.close();
  });
});
