import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openBrowser, signIn, visit } from './browser.js';
import { openImap } from './clients.js';

const sandbox = inject('sandbox');
const moreau = { rpps: '99900000025', bal: 'jeanne.moreau@ch-valmont.mssante.fr' };
const raw = Buffer.from(
  `Subject: à emporter\r\nMessage-ID: <emporter-${Date.now()}@exemple.fr>\r\n\r\nFrom ici\r\n`,
);
let browser: Browser;
let folder: string;

beforeAll(async () => {
  browser = await openBrowser();
  folder = mkdtempSync(join(tmpdir(), 'cachet-take-'));
  const client = await openImap(sandbox, moreau);
  await client.append('Archive', raw, ['\\Seen']);
  await client.logout();
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await browser.close();
});

describe('RE_GBM_4450: a doctor takes her messages away', () => {
  it('from the page of her boxes, with the keyboard alone, as one archive', async () => {
    const { page, faults } = await visit(browser);
    await signIn(page, sandbox, 'MOREAU');
    await page.goto(`${sandbox.web}/m`);
    const link = page.getByRole('link', { name: /^Télécharger tous les messages ?, ?jeanne\.moreau@/ });
    await link.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Télécharger tous les messages' }).waitFor();
    expect(await page.getByText(`${moreau.bal} contient`).innerText()).toMatch(/ contient [1-9]/);
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag22aa'])
      .analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    await page.waitForLoadState('networkidle');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Un fichier par message (EML)' }).press('Enter'),
    ]);
    await page.getByRole('status').filter({ hasText: 'Le téléchargement commence' }).waitFor();
    expect(download.suggestedFilename()).toMatch(/^jeanne\.moreau-\d{4}-\d\d-\d\d-eml\.zip$/);
    const archive = join(folder, 'moreau.zip');
    await download.saveAs(archive);
    execFileSync('unzip', ['-qq', archive, '-d', join(folder, 'moreau')]);
    const lines = readFileSync(join(folder, 'moreau/messages.jsonl'), 'utf8').trim().split('\n');
    const files = lines.map((line) => (JSON.parse(line) as { file: string }).file);
    const found = files
      .map((file) => readFileSync(join(folder, 'moreau', file)))
      .filter((bytes) => bytes.equals(raw));
    expect(found).toHaveLength(1);
    expect(faults).toEqual([]);
  });

  it('and not a delegate, who is offered nothing and refused the address', async () => {
    const { page } = await visit(browser);
    await signIn(page, sandbox, 'BELKACEM');
    await page.goto(`${sandbox.web}/m`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page
      .getByRole('link', { name: /cardiologie/ })
      .first()
      .waitFor();
    expect(await page.getByRole('link', { name: /^Télécharger tous les messages/ }).count()).toBe(0);
    const address = await page
      .getByRole('link', { name: /cardiologie/ })
      .first()
      .getAttribute('href');
    const balId = address?.split('/')[2] ?? '';
    const answer = await page.request.get(`${sandbox.web}/extractions/${balId}/eml`);
    expect(answer.status()).toBe(404);
  });
});
