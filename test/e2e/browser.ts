import { type Browser, type BrowserContext, chromium, type Page } from 'playwright';
import type { Sandbox } from './sandbox.js';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A real browser, Debian's or the one CHROMIUM_PATH names; it reaches nothing but this machine. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium', args: FLAGS });
}

export interface Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Requests to hosts that are not this machine. */
  readonly strayRequests: readonly string[];
  /** Errors the pages' own scripts threw. */
  readonly faults: readonly string[];
}

export async function visit(
  browser: Browser,
  options: { dark?: boolean; english?: boolean; width?: number } = {},
): Promise<Visit> {
  const context = await browser.newContext({
    locale: options.english ? 'en-GB' : 'fr-FR',
    colorScheme: options.dark ? 'dark' : 'light',
    viewport: { width: options.width ?? 1280, height: 900 },
  });
  const page = await context.newPage();
  const strayRequests: string[] = [];
  const faults: string[] = [];
  page.on('request', (request) => {
    const { hostname, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && !['localhost', '127.0.0.1'].includes(hostname))
      strayRequests.push(request.url());
  });
  page.on('pageerror', (error) => faults.push(error.message));
  return { page, context, strayRequests, faults };
}

/** Signs in by Pro Santé Connect as the person of that family name, and waits for the first page of the portal. */
export async function signIn(
  page: Page,
  sandbox: Sandbox,
  familyName: string,
  path = '/connexion',
): Promise<void> {
  await page.goto(`${sandbox.web}${path}`);
  await page.waitForLoadState('networkidle');
  await page.getByRole('button', { name: /Pro Santé Connect/ }).click();
  await page.getByRole('button', { name: new RegExp(familyName) }).click();
  await page.waitForURL(
    (url) => url.href.startsWith(sandbox.web) && !/^\/(?:api|connexion)/.test(url.pathname),
  );
  // Not « network idle »: the pages of the portal renew themselves.
  await page.waitForLoadState('load');
}
