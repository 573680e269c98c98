import AxeBuilder from '@axe-core/playwright';
import { EICAR } from '@cachet/testkit/clamd';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openBrowser, signIn, visit } from './browser.js';
import { peerSends } from './clients.js';

const sandbox = inject('sandbox');
const moreau = 'jeanne.moreau@ch-valmont.mssante.fr';
let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

describe('EX_SSI_5090: an infected letter', () => {
  it('is refused to the operator that sends it; the manager sees that it was, and destroys it', async () => {
    const from = `silence.infecte-${Date.now()}@${sandbox.peer.domain}`;
    const raw = Buffer.from(
      `From: ${from}\r\nTo: ${moreau}\r\nSubject: Dossier secret\r\nContent-Type: application/octet-stream\r\n` +
        `Content-Transfer-Encoding: base64\r\n\r\n${EICAR.toString('base64')}\r\n`,
    );
    const sent = await peerSends<{ response: string }>(sandbox, { from, to: moreau, raw });
    expect(sent.response).toMatch(/^554 5\.7\.1 .*code malveillant/);

    const { page, context } = await visit(browser, { width: 320 });
    await signIn(page, sandbox, 'FONTAINE');
    // The cards above it load one after the other: its address stays where it was, the link does not.
    const path = await page.getByRole('link', { name: /Voir la quarantaine/ }).getAttribute('href');
    await page.goto(`${sandbox.web}${path}`);
    await page.getByRole('heading', { level: 1, name: 'Quarantaine' }).waitFor();
    const row = page.getByRole('row').filter({ hasText: from });
    await expect.poll(() => row.textContent()).toContain(moreau);
    expect(await page.content()).not.toContain('Dossier secret');
    expect(
      await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
    ).toBeLessThanOrEqual(0);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);

    await row.getByRole('button', { name: /Détruire/ }).click();
    await row.getByRole('button', { name: 'Détruire pour toujours' }).click();
    await expect.poll(() => row.textContent()).toContain('Contenu détruit');
    await context.close();
  });
});
