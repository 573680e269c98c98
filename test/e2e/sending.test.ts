import AxeBuilder from '@axe-core/playwright';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openBrowser, signIn, visit } from './browser.js';

const sandbox = inject('sandbox');
const SIRET = '399999999900017';
const laboratory = sandbox.tenants.find(({ mailboxes }) => mailboxes.some(({ type }) => type === 'APP'));
if (!laboratory) throw new Error('a structure of the sandbox holds an applicative BAL');
let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

describe('the safety of sending, in the hands of a manager', () => {
  it('EX_LPS_1200: a structure is authorised, then withdrawn, by the keyboard alone; limits are chosen', async () => {
    const { page, context, faults } = await visit(browser, { width: 320 });
    await signIn(page, sandbox, 'ROUSSEAU');
    await page.goto(`${sandbox.web}/g/${laboratory.id}`);
    const path = await page.getByRole('link', { name: /Voir la sécurité des envois/ }).getAttribute('href');
    await page.goto(`${sandbox.web}${path}`);
    await page.getByRole('heading', { level: 1, name: 'Sécurité des envois' }).waitFor();
    await page.waitForLoadState('networkidle');

    const identifier = page.getByLabel('Identifiant national de la structure à autoriser').first();
    await identifier.fill('DSI');
    await identifier.press('Enter');
    expect(await page.getByText('DSI est autorisée').count()).toBe(0);
    await identifier.fill(` ${SIRET} `);
    await identifier.press('Enter');
    const line = page.getByRole('listitem').filter({ hasText: SIRET });
    await expect.poll(() => line.textContent()).toContain('autorisée le');
    await page.getByText(`${SIRET} est autorisée.`).waitFor();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    expect(
      await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
    ).toBeLessThanOrEqual(0);
    await line.getByRole('button', { name: `Retirer l’autorisation de ${SIRET}` }).press('Enter');
    await line.getByRole('button', { name: /ses logiciels s’arrêtent/ }).press('Enter');
    await expect.poll(() => line.count()).toBe(0);
    const focused = 'document.activeElement.textContent';
    await expect.poll(() => page.evaluate(focused)).toBe(`${SIRET} n’est plus autorisée.`);

    await page.getByLabel('Pour chaque BAL').fill('500');
    await page.getByLabel('Pour toute la structure').fill('20000');
    await page.getByLabel('Pour toute la structure').press('Enter');
    await page.getByText('Limites enregistrées').waitFor();
    await expect.poll(() => page.getByText('Ce sont les limites ordinaires').count()).toBe(0);
    expect(faults).toEqual([]);
    await context.close();
  });
});
