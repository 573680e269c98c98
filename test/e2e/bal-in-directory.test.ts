import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openBrowser, signIn, visit } from './browser.js';

const sandbox = inject('sandbox');
let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

async function openFrom(page: Page, address: RegExp): Promise<void> {
  await page.goto(`${sandbox.web}/m`);
  await page.getByRole('link', { name: address }).press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Votre BAL dans l’Annuaire Santé' }).waitFor();
}

describe('EX_PBA_5040: the liste rouge, in the hands of a holder', () => {
  it('is chosen and left again from the page of her boxes, with the keyboard alone', async () => {
    const { page, faults } = await visit(browser);
    await signIn(page, sandbox, 'MOREAU');
    await openFrom(page, /^Dans l’Annuaire Santé ?, ?jeanne\.moreau@/);
    await page.getByText('Cette BAL n’est pas en liste rouge').waitFor();
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag22aa'])
      .analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    const choose = async (button: string, yes: string, told: string) => {
      await page.getByRole('button', { name: button }).press('Enter');
      await page.getByRole('button', { name: yes }).press('Enter');
      await page.getByRole('status').filter({ hasText: told }).waitFor();
    };
    await choose('Mettre cette BAL en liste rouge', 'Oui, la mettre en liste rouge', 'est en liste rouge');
    await page.getByText('En liste rouge par le choix de ses titulaires').waitFor();
    await choose('Retirer votre choix de la liste rouge', 'Oui, la montrer', 'Votre choix est retiré');
    await page.getByText('Cette BAL n’est pas en liste rouge').waitFor();
    expect(faults).toEqual([]);
  });

  it('is shown to a delegate, who chooses nothing, and to nobody else', async () => {
    const { page } = await visit(browser);
    await signIn(page, sandbox, 'BELKACEM');
    await openFrom(page, /^Dans l’Annuaire Santé ?, ?service-cardiologie@/);
    await page.getByText('Ses titulaires seuls choisissent').waitFor();
    expect(await page.getByRole('main').getByRole('button').count()).toBe(0);
    const stranger = await visit(browser);
    await signIn(stranger.page, sandbox, 'FONTAINE');
    expect((await stranger.page.goto(page.url()))?.status()).toBe(404);
  });
});
