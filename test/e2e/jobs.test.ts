import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openBrowser, signIn, visit } from './browser.js';

const sandbox = inject('sandbox');
let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const row = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text });

describe('the scheduled jobs, in the portal', () => {
  it('are followed by the operator’s administrator, who has one run now and sees that run', async () => {
    const { page, context, faults } = await visit(browser);
    await signIn(page, sandbox, 'DELCOURT');
    await page.getByRole('link', { name: 'Voir les travaux planifiés' }).click();
    await page.getByRole('heading', { level: 1, name: 'Travaux planifiés' }).waitFor();
    await row(page, 'Téléchargement de la liste blanche')
      .getByText('Prochain passage')
      .waitFor({ state: 'attached' });
    await row(page, 'Échéance du certificat')
      .getByRole('button', { name: /^Relancer/ })
      .click();
    await page.getByText('Demandé : il commence').waitFor();
    await page.getByRole('link', { name: 'Échéance du certificat' }).click();
    await page.getByText('À la demande').waitFor({ timeout: 30_000 });
    expect(faults).toEqual([]);
    await context.close();
  });

  it('are seen and not run by its auditor, and do not exist for the manager of a hospital', async () => {
    const auditor = await visit(browser);
    await signIn(auditor.page, sandbox, 'MARCHAND');
    await auditor.page.goto(`${sandbox.web}/travaux-planifies`);
    await row(auditor.page, 'Échéance du certificat').waitFor();
    expect(await auditor.page.getByRole('button', { name: /^Relancer/ }).count()).toBe(0);
    await auditor.context.close();
    const manager = await visit(browser);
    await signIn(manager.page, sandbox, 'FONTAINE');
    expect((await manager.page.goto(`${sandbox.web}/travaux-planifies`))?.status()).toBe(404);
    await manager.context.close();
  });
});
