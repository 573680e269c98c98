import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openBrowser, signIn, visit } from './browser.js';

const sandbox = inject('sandbox');
const [hospital] = sandbox.tenants;
if (!hospital) throw new Error('the sandbox holds at least one structure');
let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const answer = (page: Page) => page.getByRole('textbox', { name: 'Réponse', exact: true });

/** By the keyboard alone: types an operation and runs it. */
async function run(page: Page, operation: string): Promise<void> {
  await page.getByLabel('Opération GraphQL').focus();
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText(operation);
  await page.keyboard.press('Control+Enter');
}

describe('the explorer of the API in a sandbox', () => {
  it('serves a partner with a key: questions, subscriptions and the schema, by the keyboard, from this machine alone', async () => {
    const { page, context, strayRequests, faults } = await visit(browser);
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await page.goto(`${sandbox.web}/explorateur`);
    await page.waitForLoadState('networkidle');
    await page.getByText('Ceci est un bac à sable').waitFor();
    await page.getByLabel('Clé d’API').fill(hospital.apiKey);
    await run(page, `{ structure(id: "${hospital.id}") { ... on Structure { name } } }`);
    await page.getByText('Réponse reçue (200).').waitFor();
    expect(await answer(page).inputValue()).toContain(hospital.name);
    await run(page, `subscription { deliveryEvents(structureId: "${hospital.id}") { at kind } }`);
    await page.getByText('Abonnement ouvert').waitFor();
    await page.getByRole('button', { name: 'Arrêter l’abonnement' }).click();
    await page.getByRole('link', { name: 'Query', exact: true }).first().click();
    await page.getByRole('heading', { name: 'Query', exact: true }).waitFor();
    // What was typed stays while one reads.
    expect(await page.getByLabel('Opération GraphQL').inputValue()).toContain('deliveryEvents');
    await run(page, '{ me {');
    await page.getByText('ligne et colonne : 1:7').waitFor();
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
      .analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual([]);
    expect({ strayRequests, faults, complaints }).toEqual({ strayRequests: [], faults: [], complaints: [] });
    await context.close();
  });

  it('asks as the signed-in person when no key is given, and shows the API’s refusals as they are', async () => {
    const { page, context } = await visit(browser);
    await page.goto(`${sandbox.web}/explorateur`);
    await page.waitForLoadState('networkidle');
    await run(page, '{ me { name } }');
    await page.getByText('Réponse reçue (401).').waitFor();
    await signIn(page, sandbox, 'FONTAINE');
    await page.goto(`${sandbox.web}/explorateur`);
    await page.waitForLoadState('networkidle');
    await run(page, '{ me { name } }');
    await page.getByText('Réponse reçue (200).').waitFor();
    expect(await answer(page).inputValue()).toContain('FONTAINE');
    await run(page, `subscription { deliveryEvents(structureId: "${hospital.id}") { at kind } }`);
    await page.getByText('Abonnement ouvert').waitFor();
    await context.close();
  });
});
