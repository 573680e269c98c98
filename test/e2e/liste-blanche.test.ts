import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openBrowser, signIn, visit } from './browser.js';

const sandbox = inject('sandbox');
let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
});

afterAll(async () => {
  await ansPublishes('valid');
  await browser.close();
});

/** The ANS publishes a list of that kind and the product fetches it. */
async function ansPublishes(publish: 'valid' | 'changed' | 'shrunk'): Promise<void> {
  const response = await fetch(sandbox.whitelist.control, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ publish, refreshNow: true }),
  });
  expect(response.status).toBe(200);
}

async function openList(page: Page): Promise<void> {
  await page.goto(`${sandbox.web}/liste-blanche`);
  await page.getByRole('heading', { level: 1, name: 'Liste blanche MSSanté' }).waitFor();
}

const line = (page: Page, ...texts: string[]) =>
  texts.reduce((rows, text) => rows.filter({ hasText: text }), page.getByRole('row')).first();

describe('EX_2.2_5010, EX_2.2_5035: the operator’s administrator', () => {
  it('sees what a new list changed, and says yes to one that lost much', async () => {
    const { page, context, faults } = await visit(browser);
    await signIn(page, sandbox, 'DELCOURT');
    await page.getByRole('link', { name: 'Voir la liste et ses changements' }).click();
    await page.getByRole('heading', { level: 1, name: 'Liste blanche MSSanté' }).waitFor();
    await ansPublishes('changed');
    await openList(page);
    await line(page, 'Domaine ajouté', 'nouveau-venu.mssante.fr').waitFor();
    await line(page, 'Certificats changés', 'CN=mss-renouvele.exemple.fr').waitFor();

    await ansPublishes('shrunk');
    await openList(page);
    await page.getByText('Une liste amputée attend votre accord').waitFor();
    await page.getByRole('button', { name: 'Mettre cette liste en vigueur' }).click();
    await page.getByRole('button', { name: 'Non, garder la liste actuelle' }).click();
    await page.getByRole('button', { name: 'Mettre cette liste en vigueur' }).click();
    await page.getByRole('button', { name: 'Oui, l’appliquer' }).click();
    await line(page, 'Domaine retiré').waitFor();
    // A list that lost thousands of domains fills many pages: the search finds one of them.
    await page.getByLabel('Domaine recherché').fill('Nouveau-Venu');
    await page.getByRole('button', { name: 'Rechercher' }).click();
    await line(page, 'Domaine retiré', 'nouveau-venu.mssante.fr').waitFor();
    await line(page, 'Domaine ajouté', 'nouveau-venu.mssante.fr').waitFor();
    expect(await page.getByRole('row').count()).toBe(3);
    await expect.poll(() => page.getByText('Une liste amputée attend votre accord').count()).toBe(0);
    expect(faults).toEqual([]);
    await context.close();
  });

  it('is alone to see it: to the manager of a hospital the page does not exist', async () => {
    const { page, context } = await visit(browser);
    await signIn(page, sandbox, 'FONTAINE');
    expect(await page.getByRole('link', { name: 'Voir la liste et ses changements' }).count()).toBe(0);
    expect((await page.goto(`${sandbox.web}/liste-blanche`))?.status()).toBe(404);
    await context.close();
  });
});
