import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openBrowser, signIn, visit } from './browser.js';
import { graphql, peerSends, post, submit } from './clients.js';

const sandbox = inject('sandbox');
/** Somebody whom the other operator puts off, so that a manager has something to decide. */
const waiting = `attente.axe@${sandbox.peer.domain}`;
const [hospital] = sandbox.tenants;
if (!hospital) throw new Error('the sandbox holds at least one structure');
const moreau = 'jeanne.moreau@ch-valmont.mssante.fr';
let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
  const from = `silence.axe@${sandbox.peer.domain}`;
  const raw = Buffer.from(
    `From: ${from}\r\nTo: ${moreau}\r\nSubject: Page accessible\r\nMessage-ID: <axe-${Date.now()}@exemple.mssante.fr>\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Bonjour</p>\r\n`,
  );
  await peerSends(sandbox, { from, to: moreau, raw });
  await post(sandbox.peer.control, { mode: 'reject4xx' });
  const letter = Buffer.from(`From: ${moreau}\r\nTo: ${waiting}\r\nSubject: Attente\r\n\r\nBonjour\r\n`);
  await submit(sandbox, { rpps: '99900000025', bal: moreau }, [waiting], letter);
});
afterAll(async () => {
  await post(sandbox.peer.control, { mode: 'accept' });
  await browser.close();
});

/** How a page is looked at: the same page stays, and takes another look. */
const LOOKS = {
  light: (page: Page) => dress(page, { colorScheme: 'light', width: 1280 }),
  dark: (page: Page) => dress(page, { colorScheme: 'dark', width: 1280 }),
  '320 px wide': (page: Page) => dress(page, { colorScheme: 'light', width: 320 }),
};

type Look = keyof typeof LOOKS;

async function dress(page: Page, look: { colorScheme: 'light' | 'dark'; width: number }): Promise<void> {
  await page.setViewportSize({ width: look.width, height: 900 });
  // Without motion: halfway from one look to another, colours are of neither.
  await page.emulateMedia({ colorScheme: look.colorScheme, reducedMotion: 'reduce' });
}

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function violations(page: Page, look: Look): Promise<string[]> {
  // The letter itself is its author's; its frame is checked as an element of our page.
  const axe = new AxeBuilder({ page }).exclude('iframe');
  // In the dark, the same page has other colours and nothing else.
  const asked = look === 'dark' ? axe.withRules(['color-contrast']) : axe.withTags(TAGS);
  const { violations: found } = await asked.analyze();
  return found.map(
    (v) => `${new URL(page.url()).pathname}, ${look}: ${v.id} ${v.nodes.map((n) => n.target).join(' ')}`,
  );
}

/** A BAL of the hospital, whose page its manager looks at. */
async function anyBal(): Promise<string> {
  const asked =
    '{ structure(id: $id) { ... on Structure { bals(first: 1) { edges { node { bal { id } } } } } } }';
  const { data } = await graphql<{
    structure: { bals: { edges: readonly { node: { bal: { id: string } } }[] } };
  }>(sandbox, hospital?.apiKey ?? '', `query ($id: ID!) ${asked}`, { id: hospital?.id });
  const [first] = data?.structure.bals.edges ?? [];
  if (!first) throw new Error('the hospital has a BAL');
  return first.node.bal.id;
}

/** Nothing but a wide table may ask for sideways scrolling at 320 pixels (WCAG 1.4.10). */
const overflow = (page: Page) =>
  page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');

/** A browser in that language, which takes each look at a page and keeps what is wrong with it. */
async function looker(language: 'French' | 'English', looks: readonly Look[]) {
  const english = language === 'English';
  const { page, context } = await visit(browser, { english });
  const speak = () => context.addCookies(english ? [{ name: 'langue', value: 'en', url: sandbox.web }] : []);
  /** Signs in as somebody else, in the same language. */
  const become = async (familyName: string) => {
    await context.clearCookies();
    await speak();
    await signIn(page, sandbox, familyName);
  };
  await speak();
  const found: string[] = [];
  const check = async () => {
    await page.waitForLoadState('load');
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    for (const look of looks) {
      await LOOKS[look](page);
      found.push(...(await violations(page, look)));
      if (look === '320 px wide') expect(await overflow(page), page.url()).toBeLessThanOrEqual(0);
    }
    await LOOKS.light(page);
  };
  return { page, context, found, check, become };
}

describe.each([
  ['French', ['light', 'dark', '320 px wide']],
  ['English', ['light']],
] as const)('the portal in %s', (language, looks) => {
  it('has no accessibility violation on the pages of everybody and of a professional, whatever its look', async () => {
    const { page, context, check, found } = await looker(language, looks);
    await page.goto(`${sandbox.web}/connexion?structure=${hospital.id}`);
    await check();
    await page.goto(`${sandbox.web}/connexion`);
    await check();
    await signIn(page, sandbox, 'MOREAU');
    await check();
    await page.getByRole('link', { name: /^jeanne\.moreau/ }).click();
    await page
      .getByRole('link', { name: /Page accessible/ })
      .first()
      .waitFor({ timeout: 20_000 });
    await check();
    await page
      .getByRole('link', { name: /Page accessible/ })
      .first()
      .click();
    await page.getByRole('heading', { level: 1, name: 'Page accessible' }).waitFor();
    await check();
    await page.goto(`${sandbox.web}/annuaire?texte=grenoble&profession=m%C3%A9decin`);
    await page.getByRole('table').waitFor();
    await check();
    await page.goto(`${sandbox.web}/nulle-part`);
    await check();
    expect(found).toEqual([]);
    await context.close();
  });

  it('has none on the pages of a structure, for its manager', async () => {
    const { page, context, check, found, become } = await looker(language, looks);
    await become('FONTAINE');
    await check();
    await page.getByRole('link', { name: 'ch-valmont.mssante.fr' }).click();
    await page.getByRole('heading', { level: 1, name: /ch-valmont\.mssante\.fr/ }).waitFor();
    await check();
    await page.goto(`${sandbox.web}/g/${hospital.id}/envois`);
    await page.getByRole('button', { name: /^(Enregistrer les limites|Save the limits)$/ }).waitFor();
    await check();
    await page.goto(`${sandbox.web}/g/${hospital.id}/statistiques`);
    await check();
    await page.goto(`${sandbox.web}/g/${hospital.id}/publication`);
    await check();
    await page.goto(`${sandbox.web}/g/${hospital.id}/publication/${await anyBal()}`);
    await check();
    await page.goto(`${sandbox.web}/g/${hospital.id}/connexion`);
    await page.getByRole('button', { name: /^(Tester|Try)$/ }).waitFor();
    await check();
    await page.goto(`${sandbox.web}/g/${hospital.id}?etat=DEFERRED`);
    await page.getByRole('row').filter({ hasText: waiting }).waitFor({ timeout: 20_000 });
    await check();
    await page.getByRole('row').filter({ hasText: waiting }).getByRole('button').last().click();
    await check();
    expect(found).toEqual([]);
    await context.close();
  });

  it('has none on the pages of the whole installation, for the operator’s administrator', async () => {
    const { page, context, check, found, become } = await looker(language, looks);
    await become('DELCOURT');
    for (const path of [
      ...['/liste-blanche', '/travaux-planifies', '/travaux-planifies/annuaire.extraction'],
      ...['/envois-annuaire', '/copies-annuaire'],
    ]) {
      await page.goto(`${sandbox.web}${path}`);
      await check();
    }
    expect(found).toEqual([]);
    await context.close();
  });
});
