import AxeBuilder from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { openBrowser, signIn, visit } from './browser.js';
import { post } from './clients.js';

const sandbox = inject('sandbox');
const { hospitalAccounts } = sandbox;
const [hospital] = sandbox.tenants;
if (!hospital) throw new Error('the sandbox holds at least one structure');
const SOPHIE = 'sophie.garnier@ch-valmont.fr';
const dashboard = `${sandbox.web}/g/${hospital.id}`;
let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
});
beforeEach(() => post(hospitalAccounts.control, { service: 'served', token: null }));
afterAll(async () => {
  await post(hospitalAccounts.control, { service: 'served', token: null });
  await browser.close();
});

async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).analyze();
  const wide = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
  expect(await page.evaluate(wide), page.url()).toBeLessThanOrEqual(0);
  return found.map(({ id, nodes }) => `${id} ${nodes.map(({ target }) => target).join(' ')}`);
}

/** Types an address on the sign-in page, by the keyboard. */
async function ask(page: Page, email: string, path = '/connexion'): Promise<void> {
  await page.goto(`${sandbox.web}${path}`);
  await page.waitForLoadState('networkidle');
  const way = page.getByText('Gestionnaire : compte de ma structure');
  if (!(await page.getByLabel('Votre adresse professionnelle').isVisible())) await way.click();
  await page.getByLabel('Votre adresse professionnelle').fill(email);
  await page.getByLabel('Votre adresse professionnelle').press('Enter');
}

/** Signs in with an account of the hospital. */
async function comeIn(page: Page, name: string, email = SOPHIE): Promise<void> {
  await ask(page, email);
  await page.getByRole('button', { name }).click();
}

/** Where the provider sends the browser once Sophie chose her account, without going there. */
async function wayBack({ request }: BrowserContext, at: string): Promise<string> {
  const form = { subject: 'compte-sophie.garnier' };
  let answer = await request.post(at, { form, maxRedirects: 0 });
  let next = new URL(answer.headers().location ?? '', at).href;
  while (!next.startsWith(sandbox.web)) {
    answer = await request.get(next, { maxRedirects: 0 });
    next = new URL(answer.headers().location ?? '', next).href;
  }
  return next;
}

async function shot(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS;
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}

describe('a manager without a card', () => {
  it('signs in with the account of her hospital, manages it, and opens no BAL', async () => {
    const { page, context, faults } = await visit(browser, { width: 320 });
    await ask(page, 'quelqu.un@ailleurs.fr');
    await page.getByText('Aucune structure ne connecte ainsi').waitFor();
    expect(await page.content()).not.toContain(hospital.name);
    expect(await violations(page)).toEqual([]);
    await shot(page, 'connexion-320');
    await comeIn(page, 'Sophie GARNIER');
    await page.getByRole('heading', { level: 1, name: hospital.name }).waitFor();
    await page.getByText('En direct').waitFor();
    expect(await violations(page)).toEqual([]);
    await shot(page, 'tableau-320');
    expect(await page.getByRole('link', { name: 'Mes boîtes' }).count()).toBe(0);
    expect(await page.getByRole('link', { name: 'Accès de secours', exact: true }).count()).toBe(0);

    await page.goto(`${sandbox.web}/m`);
    await page.getByText('Le compte de votre structure n’ouvre aucune BAL.').waitFor();
    const doctor = await visit(browser);
    await signIn(doctor.page, sandbox, 'MOREAU');
    await doctor.page.getByRole('link', { name: /^jeanne\.moreau/ }).click();
    await doctor.page.getByRole('heading', { level: 1, name: /Réception/ }).waitFor();
    const inbox = new URL(doctor.page.url()).pathname;
    await doctor.context.close();
    const answer = await page.goto(`${sandbox.web}${inbox}`);
    expect(answer?.status()).toBe(404);

    await page.goto(`${dashboard}/connexion`);
    await page.getByText('Seul un gestionnaire identifié par Pro Santé Connect').waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  it('is bound to her account by her first sign-in, and shown so to whoever decides', async () => {
    const { page, context, faults } = await visit(browser);
    await comeIn(page, 'Sophie GARNIER');
    await page.getByRole('heading', { level: 1, name: hospital.name }).waitFor();
    await context.close();
    const chief = await visit(browser, { width: 320 });
    await signIn(chief.page, sandbox, 'FONTAINE');
    await chief.page.goto(`${dashboard}/connexion`);
    const row = chief.page.getByRole('listitem').filter({ hasText: SOPHIE });
    await row.getByText(/liée à son compte le/).waitFor();
    await chief.page.waitForLoadState('networkidle');
    await chief.page.getByRole('button', { name: 'Tester' }).press('Enter');
    await chief.page.getByText('Le fournisseur répond, et reconnaît').waitFor({ timeout: 20_000 });
    await chief.page.getByText('À la déconnexion, chacun ferme la session de l’autre.').waitFor();
    expect(await violations(chief.page)).toEqual([]);
    await shot(chief.page, 'reglage-320');
    await post(hospitalAccounts.control, { service: 'unavailable' });
    await chief.page.getByRole('button', { name: 'Tester' }).press('Enter');
    await chief.page.getByText('Le fournisseur ne répond pas en cinq secondes').waitFor({ timeout: 20_000 });
    expect([...faults, ...chief.faults]).toEqual([]);
    await chief.context.close();
  });

  it('signs out of the portal and of her account, and is asked again', async () => {
    const { page, context } = await visit(browser);
    await comeIn(page, 'Sophie GARNIER');
    await page.getByText('En direct').waitFor();
    // However slow her provider is: the page that finds its session over meanwhile stays on its way there.
    const foundOver = page.waitForResponse(
      (answer) => answer.url().endsWith('/direct/ticket') && answer.status() === 401,
    );
    await page.route(
      ({ origin }) => origin !== new URL(sandbox.web).origin,
      async (route) => {
        if (route.request().isNavigationRequest()) await foundOver;
        await route.fallback();
      },
    );
    await page.getByRole('button', { name: 'Se déconnecter' }).click();
    await page.waitForURL(`${sandbox.web}/connexion`);
    await page.unrouteAll({ behavior: 'wait' });
    await page.goto(dashboard);
    await page.waitForURL(/\/connexion/);
    await ask(page, SOPHIE);
    // Her session there has ended too: she chooses her account again.
    await page.getByRole('heading', { name: 'Choisissez votre compte' }).waitFor();
    await context.close();
  });

  it('is signed out when the hospital tells that her session ended there', async () => {
    const { page, context } = await visit(browser);
    await comeIn(page, 'Sophie GARNIER');
    await page.getByRole('heading', { level: 1, name: hospital.name }).waitFor();
    expect(await post(hospitalAccounts.logout, { email: SOPHIE })).toEqual({ status: 200 });
    // The page that was open learns it by itself.
    await page.getByText('Votre session est terminée').waitFor({ timeout: 60_000 });
    await context.close();
  });

  it('comes straight by the link of her structure, and in English too', async () => {
    const { page, context } = await visit(browser, { english: true });
    await context.addCookies([{ name: 'langue', value: 'en', url: sandbox.web }]);
    await page.goto(`${sandbox.web}/connexion?structure=${hospital.id}`);
    await page.waitForLoadState('networkidle');
    await page.getByRole('button', { name: 'Sign in with my structure’s account' }).click();
    await page.getByRole('button', { name: 'Sophie GARNIER' }).click();
    await page.getByRole('heading', { level: 1, name: hospital.name }).waitFor();
    await page.goto(`${sandbox.web}/m`);
    await page.getByText('The account of your structure opens no mailbox.').waitFor();
    await context.close();
  });
});

describe('a manager known by Pro Santé Connect', () => {
  const practice = sandbox.tenants[1];
  if (!practice) throw new Error('the sandbox holds a practice');

  it('tries a provider, keeps it, names somebody, and takes it away', async () => {
    const { page, context, faults } = await visit(browser);
    await signIn(page, sandbox, 'LE GOFF');
    await page.goto(`${sandbox.web}/g/${practice.id}/connexion`);
    await page.waitForLoadState('networkidle');
    await page.getByLabel('Émetteur (issuer)').fill('http://127.0.0.1:9');
    await page.getByLabel('Identifiant du client').fill('cachet-portail');
    await page.getByLabel('Secret du client').fill('un-autre-secret');
    await page.getByLabel(/^Domaines des adresses/).fill('tilleuls-exemple.fr');
    await page.getByRole('button', { name: 'Tester' }).press('Enter');
    await page.getByText('Le fournisseur ne répond pas en cinq secondes').waitFor({ timeout: 20_000 });
    await page.getByRole('button', { name: 'Enregistrer' }).press('Enter');
    await page.getByText('La valeur de « issuer » n’est pas valide.').waitFor({ timeout: 20_000 });
    await page.getByLabel('Émetteur (issuer)').fill(hospitalAccounts.issuer);
    await page.getByRole('button', { name: 'Tester' }).press('Enter');
    await page.getByText('Le fournisseur ne reconnaît pas cet identifiant').waitFor({ timeout: 20_000 });
    await page.getByRole('button', { name: 'Enregistrer' }).press('Enter');
    await page.getByText('Le fournisseur est enregistré.').waitFor({ timeout: 20_000 });
    await page.getByRole('button', { name: 'Retirer le fournisseur' }).waitFor();
    await page.getByRole('button', { name: 'Enregistrer', exact: true }).press('Enter');
    await page.getByText('Tapez le secret du client').waitFor();
    await page.getByLabel('Gestionnaire ou auditeur').selectOption({ label: 'Hélène LE GOFF' });
    await page.getByLabel('Adresse de son compte').fill('helene@tilleuls-exemple.fr');
    await page.getByRole('button', { name: 'Enregistrer cette personne' }).press('Enter');
    await page.getByRole('listitem').filter({ hasText: 'helene@tilleuls-exemple.fr' }).waitFor();
    await shot(page, 'reglage');
    await page.getByRole('button', { name: 'Retirer le fournisseur' }).press('Enter');
    await page.getByText('Les sessions qu’il a ouvertes s’arrêtent').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Confirmer le retrait' }).press('Enter');
    await page.getByRole('listitem').filter({ hasText: 'helene@' }).waitFor({ state: 'detached' });
    expect(faults).toEqual([]);
    await context.close();
  });
});

describe('a sign-in with the account of a structure', () => {
  it('opens nothing to somebody it did not register, and says what to do', async () => {
    const { page, context } = await visit(browser);
    await comeIn(page, 'Julie ROCHE', 'julie.roche@ch-valmont.fr');
    await page.getByText('Ce compte n’ouvre pas le portail').waitFor();
    await page
      .getByText('demandez à un gestionnaire de votre structure d’enregistrer votre adresse')
      .waitFor();
    expect(await violations(page)).toEqual([]);
    await shot(page, 'refus');
    await page.goto(dashboard);
    await page.waitForURL(/\/connexion/);
    await context.close();
  });

  it('that is given up there says so', async () => {
    const { page, context } = await visit(browser);
    await comeIn(page, 'Annuler');
    await page.getByText('La connexion n’a pas abouti').waitFor();
    await context.close();
  });

  it('opens nothing while its provider takes too long to answer us', async () => {
    const { page, context } = await visit(browser);
    await ask(page, SOPHIE);
    await page.getByRole('button', { name: 'Sophie GARNIER' }).waitFor();
    await post(hospitalAccounts.control, { service: 'slow' });
    await page.getByRole('button', { name: 'Sophie GARNIER' }).click();
    const sentence = 'Le service de connexion de votre structure ne répond pas';
    await page.getByText(sentence).waitFor({ timeout: 60_000 });
    await shot(page, 'panne');
    await context.close();
  });

  it.each(['expired', 'otherIssuer', 'otherAudience', 'otherNonce', 'otherKey', 'unsigned'])(
    'opens nothing on a token that is %s',
    async (token) => {
      await post(hospitalAccounts.control, { token });
      const { page, context } = await visit(browser);
      await comeIn(page, 'Sophie GARNIER');
      await page.getByText('Ce compte n’ouvre pas le portail').waitFor();
      await page.goto(dashboard);
      await page.waitForURL(/\/connexion/);
      await context.close();
    },
  );

  it('goes on when the provider signs with a new key', async () => {
    await post(hospitalAccounts.control, { rotateKey: true });
    const { page, context } = await visit(browser);
    await comeIn(page, 'Sophie GARNIER');
    await page.getByRole('heading', { level: 1, name: hospital.name }).waitFor();
    await context.close();
  });

  it('counts only in the browser that began it', async () => {
    const { page, context } = await visit(browser);
    await ask(page, SOPHIE);
    await page.getByRole('button', { name: 'Sophie GARNIER' }).waitFor();
    const back = await wayBack(context, page.url());
    await context.close();
    const thief = await visit(browser);
    await thief.page.goto(back);
    await thief.page.getByText('La connexion n’a pas abouti').waitFor();
    await thief.context.close();
  });
});
