import { randomUUID } from 'node:crypto';
import { AnnuaireClient, ExchangeRefused, FhirPublication, readReportArchive } from '@cachet/ans';
import {
  ANNUAIRE_NAMES,
  buildFeed,
  type FedMailbox,
  type FeedReport,
  NO_FACTS,
  NOS,
  type OwnBal,
  parseIdNat,
  parseMssAddress,
} from '@cachet/mss-core';
import type { Browser, Locator, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openBrowser, signIn, visit } from './browser.js';
import { graphql } from './clients.js';
import { readAt } from './sandbox.js';
import { until, untilFound } from './until.js';

const sandbox = inject('sandbox');
const { peer } = sandbox.pki.identities;
if (!peer) throw new Error('the sandbox holds the identity of a peer');
const domain = sandbox.peer.domain;

const { soap: feedUrl, report: reportUrl } = sandbox.annuaire;
const pem = (path: string) => readAt(path).toString();
const annuaire = new AnnuaireClient(
  {
    ...{ feedUrl, reportUrl, ca: pem(sandbox.pki.ca), names: ANNUAIRE_NAMES },
    identity: { cert: pem(peer.cert), key: pem(peer.key) },
    software: { name: 'Cachet', version: '0.1.0', installation: 'e2e' },
  },
  () => new Date(),
  randomUUID,
);

/** A BAL of the peer’s domain, held by somebody whom the sandbox’s Annuaire knows. */
function bal(name: string, change: Partial<OwnBal> = {}): OwnBal {
  const idNat = parseIdNat('899900000025');
  const address = parseMssAddress(`${name}@${domain}`);
  if (!idNat || !address) throw new Error('an identifier and an address were expected');
  return {
    ...{ id: name, address, kind: 'personal', state: 'active', isTest: false, description: '' },
    ...{ finess: null, listeRouge: [], tenantKind: 'practice' },
    ...{ service: null, rank: null, approved: null },
    holders: [{ idNat, familyName: 'MOREAU', givenName: 'Jeanne', role: 'responsible' }],
    ...change,
  };
}

const control = (order: object) =>
  fetch(sandbox.annuaire.control, { method: 'POST', body: JSON.stringify(order) }).then((answer) =>
    answer.json(),
  );

describe('EX_1.1.1_5010: our messages at the sandbox’s Annuaire', () => {
  it('are taken by its strict rules, and its report is believed and read', async () => {
    const bals = [
      bal('jeanne.moreau'),
      bal('cabinet', { kind: 'organisational', description: 'Cabinet <de ville> & associés' }),
      bal('muette', { kind: 'organisational' }),
      bal('essai.test', { isTest: true }),
    ];
    const world = { isListed: true, facts: NO_FACTS, nomenclatures: NOS, at: new Date() };
    const feed = buildFeed(domain, bals, world);
    const taken = await annuaire.sendFeed([feed]);
    if (taken.kind !== 'ticket') throw new Error(`a ticket was expected: ${taken.code} ${taken.reason}`);
    const ask = () => annuaire.askReport(taken.ticket);
    expect(await ask()).toMatchObject({ kind: 'fault', code: 'WSMSS17' });

    await control({ processNow: true });
    const given = await ask();
    if (given.kind !== 'archive') throw new Error('an archive was expected');
    const [night] = readReportArchive(given.archive, taken.ticket).domains;
    expect(night).toMatchObject({ domain, counts: { read: 3, blocked: 1, warned: 0 } });
    // What was said before sending is what the night says.
    const foreseen = feed.entries.flatMap(({ declaration, findings }) =>
      findings.broken.map(({ code }) => [declaration.adresseBal, code]),
    );
    expect(night?.anomalies.map(({ address, code }) => [address, code])).toEqual(foreseen);

    for (const [fail, objection] of [
      ['reportOfAnotherTicket', 'otherTicket'],
      ['reportWithWrongSum', 'checksumWrong'],
      ['reportTruncated', 'archiveBroken'],
      ['html', 'notSoap'],
    ]) {
      await control({ fail });
      const read = ask().then((answer) => {
        if (answer.kind === 'archive') readReportArchive(answer.archive, taken.ticket);
      });
      await expect(read).rejects.toEqual(new ExchangeRefused(objection as 'notSoap'));
    }
  });
});

interface Found {
  readonly isTooMany: boolean;
  readonly incomplete: readonly { readonly origin: string; readonly trouble: string }[];
  readonly edges: readonly {
    readonly node: { readonly address: string; readonly origin: string; readonly familyName: string | null };
  }[];
}

describe('a search of the sandbox’s Annuaire, asked as people ask it', () => {
  const [hospital] = sandbox.tenants;
  const search = async (args: string): Promise<Found> => {
    const asked = `{ directorySearch(${args}, first: 20) { isTooMany incomplete { origin trouble } edges { node { address origin familyName } } } }`;
    const { data } = await graphql<{ directorySearch: Found }>(sandbox, hospital?.apiKey ?? '', asked);
    if (!data) throw new Error('an answer was expected');
    return data.directorySearch;
  };
  const shown = ({ edges }: Found) => edges.map(({ node }) => `${node.address.split('@')[0]} ${node.origin}`);
  const calls = async () => {
    const { asked } = (await (await fetch(sandbox.annuaire.control)).json()) as {
      asked: Record<string, number>;
    };
    return asked;
  };
  const published = (name: string, familyName: string, place = domain) => ({
    ...{ address: `${name}@${place}`, type: 'PER' },
    attributes: {
      ...{ TypeIdentifiantPP: '8', IdentifiantPP: `9990${String(name.length).padStart(7, '0')}` },
      ...{ NomExercice: familyName, PrenomExercice: 'Zoé', Profession: '60', ListeRouge: 'N' },
    },
  });

  it('RE_2.1_5030, EX_2.1.1_5010: finds by FHIR, by LDAP when FHIR is away, and says what is missing', async () => {
    const many = Array.from({ length: 120 }, (_, n) =>
      published(`quadrille.${n}${'x'.repeat(n)}`.slice(0, 60), 'QUADRILLE'),
    );
    await control({
      publish: [
        published('zoe.quint', 'QUINTARD'),
        published('zoe.dehors', 'QUINTARD', 'gmail.com'),
        ...many,
      ],
    });
    const before = await calls();
    // EX_3.2_5060: nobody could write to the other.
    expect(shown(await search('name: "quint"'))).toEqual(['zoe.quint FHIR']);
    expect(shown(await search('name: "quintard", profession: "infirmier"'))).toEqual(['zoe.quint FHIR']);
    const after = await calls();
    // RE_2.1_5020: LDAP was not asked again for what only narrows.
    expect((after.ldap ?? 0) - (before.ldap ?? 0)).toBe(1);

    expect((await search('name: "quadrille"')).isTooMany).toBe(true);

    await control({ failLdap: 'busy' });
    const byFhir = await search('name: "uintard"');
    expect([shown(byFhir), byFhir.incomplete]).toEqual([
      ...[['zoe.quint FHIR'], [{ origin: 'LDAP', trouble: 'UNAVAILABLE' }]],
    ]);
    await control({ failFhir: 'error500' });
    const byLdap = await search('name: "uinta"');
    expect([shown(byLdap), byLdap.incomplete]).toEqual([
      ...[['zoe.quint LDAP'], [{ origin: 'FHIR', trouble: 'UNAVAILABLE' }]],
    ]);
  });

  it('is fed by the draft FHIR feeding too, in the words of the same controls', async () => {
    const fed = new Map<string, FedMailbox>();
    const reports = new Map<string, FeedReport>();
    const memory = {
      fed: async () => fed,
      keep: async (_: string, mailbox: FedMailbox) => void fed.set(mailbox.address, mailbox),
      forget: async (_: string, address: string) => void fed.delete(address),
      keepReport: async (report: FeedReport) => void reports.set(report.ticket, report),
      report: async (ticket: string) => reports.get(ticket) ?? null,
    };
    const access = { baseUrl: sandbox.annuaire.fhir, apiKey: 'e2e', ca: pem(sandbox.pki.ca) };
    const fhir = new FhirPublication(access, memory, randomUUID);
    const world = { isListed: true, facts: NO_FACTS, nomenclatures: NOS, at: new Date() };
    const send = async (...bals: OwnBal[]) => {
      const given = await fhir.send([buildFeed(domain, bals, world)]);
      const told = given.kind === 'ticket' ? await fhir.report(given.ticket) : given;
      return told.kind === 'report' ? told.report.domains[0] : told;
    };
    expect(
      await send(bal('par.fhir'), bal('cabinet.fhir', { kind: 'organisational', description: 'Cabinet' })),
    ).toMatchObject({
      ...{ counts: { created: 2, blocked: 0 }, anomalies: [] },
    });
    expect(await send(bal('par.fhir', { listeRouge: ['choice'] }))).toMatchObject({
      counts: { changed: 1, removed: 1 },
    });
    expect(await send()).toMatchObject({ counts: { removed: 1 }, anomalies: [] });
  });
});

describe('EX_PBA_5010, EX_1.1.1_5030: a BAL of the hospital, from its opening to the Annuaire', () => {
  const hospital = sandbox.tenants[0];
  // Not the manager, whom other stories find without any BAL.
  const [physician] = hospital?.mailboxes.find(({ address }) => address.startsWith('paul.'))?.holders ?? [];
  if (!hospital || !physician) throw new Error('the sandbox holds a hospital and a physician of it');
  const [ownDomain = ''] = hospital.domains;
  const address = `accueil.${randomUUID().slice(0, 6)}@${ownDomain}`;
  let browser: Browser;

  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(async () => {
    await post(sandbox.clock, { reset: true });
    await browser.close();
  });

  it('is rejected with what to do, corrected, and then published', async () => {
    const { page, context } = await visit(browser);
    await signIn(page, sandbox, 'FONTAINE');
    const bal = await open(hospital.id, physician.rpps);
    await night();
    expect(await published()).not.toContain(address);
    await page.goto(`${sandbox.web}/g/${hospital.id}/publication`);
    const line = page.getByRole('row').filter({ hasText: address }).filter({ hasText: 'MSS029' });
    await line.getByText('Non publiée').waitFor();
    await line.getByText('Dites en une phrase à quoi sert la BAL').waitFor();
    expect(await stateOf(bal.id)).toBe('REJECTED');
    await settleByKeyboard(page, bal.id);

    await ask(
      `mutation ($id: ID!, $bal: ID!, $version: Int!) { done: balUpdate(structureId: $id, balId: $bal, version: $version,
         change: { description: "Accueil" }) { __typename } }`,
      { bal: bal.id, version: bal.version },
    );
    await night();
    await reloadUntil(page, async () => (await line.count()) === 0);
    expect(await stateOf(bal.id)).toBe('ACCEPTED');
    expect(await published()).toContain(address);
    await context.close();
  });

  /** From the line of the anomaly to the page of its BAL, where the settings are changed: without a mouse. */
  async function settleByKeyboard(page: Page, balId: string): Promise<void> {
    const { keyboard } = page;
    await page.getByRole('link', { name: address }).first().focus();
    await keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: address }).waitFor();
    expect(new URL(page.url()).pathname).toBe(`/g/${hospital?.id}/publication/${balId}`);
    await page.getByText('Rejetée par l’Annuaire Santé').waitFor();
    await page.getByText('Dites en une phrase à quoi sert la BAL').first().waitFor();
    await page.getByText('Ses titulaires seuls choisissent, connectés par Pro Santé Connect.').waitFor();

    const rank = page.getByLabel('Rang parmi les BAL de son titulaire');
    await page.getByLabel('Service de rattachement').focus();
    await keyboard.type('Accueil');
    await keyboard.press('Tab');
    await keyboard.type('100');
    await keyboard.press('Enter');
    // The API refuses it; the sentence stands beside the field, where the keyboard is.
    await page.getByText('Écrivez un nombre de 1 à 99, ou laissez vide.').waitFor();
    expect(await rank.getAttribute('aria-invalid')).toBe('true');
    expect(await rank.evaluate((field) => field === field.ownerDocument.activeElement)).toBe(true);
    await keyboard.press('ControlOrMeta+a');
    await keyboard.type('1');
    await keyboard.press('Enter');
    await page.getByText('Réglages enregistrés : le prochain envoi en tient compte.').waitFor();
    await page.reload();
    expect([await page.getByLabel('Service de rattachement').inputValue(), await rank.inputValue()]).toEqual([
      'Accueil',
      '1',
    ]);
    await page.goBack();
  }

  async function open(structureId: string, rpps: string) {
    const { bal } = await ask(
      `mutation ($id: ID!, $bal: BalCreateInput!) { done: balCreate(structureId: $id, bal: $bal) {
         ... on AdministeredBal { bal { id } version } ... on Refus { message } } }`,
      {
        bal: { address, kind: 'ORGANISATIONAL', quotaBytes: 1_000_000_000, responsibleIdNat: `8${rpps}` },
      },
    ).then((done) => ({ bal: { ...done.bal, version: done.version } }));
    return { ...bal, structureId };
  }

  const stateOf = async (balId: string) =>
    (
      await ask(
        `query ($id: ID!, $bal: ID!) { done: administeredBal(structureId: $id, balId: $bal) {
           ... on AdministeredBal { publication { state } } } }`,
        { bal: balId },
      )
    ).publication.state;

  const published = async (): Promise<string[]> => {
    const { published: records } = await told<{ published: { address: string }[] }>(sandbox.annuaire.control);
    return records.map((record) => record.address);
  };

  /** The business clock goes to the evening, the Annuaire treats what it received, and the morning brings its report. */
  async function night(): Promise<void> {
    const { now } = await told<{ now: string }>(sandbox.clock);
    const evening = new Date(now);
    evening.setUTCHours(22, 20, 0, 0);
    // From 23 h in Paris on, the feed of this night may have left, and another leaves the next.
    if (evening.getTime() - Date.parse(now) < 90 * 60_000) evening.setUTCDate(evening.getUTCDate() + 1);
    const seconds = Math.ceil((evening.getTime() - Date.parse(now)) / 1000);
    const before = await feedsOf();
    await post(sandbox.clock, { advance: `PT${seconds}S` });
    await until(
      async () => (await feedsOf()) > before,
      60_000,
      () => 'no feed of the hospital came',
    );
    // The ticket is kept in the transaction that follows.
    await until(
      async () => (await lastState()) === 'SENT',
      60_000,
      () => 'no ticket was kept',
    );
    await control({ processNow: true });
    await post(sandbox.clock, { advance: 'PT7H' });
    await until(
      async () => (await lastState()) === 'REPORTED',
      60_000,
      () => 'no report was read',
    );
  }

  const feedsOf = async (): Promise<number> => {
    const { feeds } = await told<{ feeds: { domains: string[] }[] }>(sandbox.annuaire.control);
    return feeds.filter(({ domains }) => domains.includes(ownDomain)).length;
  };

  const lastState = async () =>
    (
      await ask(
        'query ($id: ID!) { done: publications(structureId: $id, first: 1) { edges { node { state } } } }',
      )
    ).edges[0]?.node.state;

  async function ask(query: string, variables: Record<string, unknown> = {}) {
    const answer = await fetch(sandbox.graphql.http, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${hospital?.apiKey}` },
      body: JSON.stringify({ query, variables: { id: hospital?.id, ...variables } }),
    });
    // biome-ignore lint/suspicious/noExplicitAny: tests look at what they asked for
    const { data, errors } = (await answer.json()) as any;
    if (!data?.done || data.done.message) throw new Error(JSON.stringify(errors ?? data));
    return data.done;
  }

  async function reloadUntil(page: Page, isSo: () => Promise<boolean>): Promise<void> {
    await until(
      async () => {
        await page.reload();
        return isSo();
      },
      60_000,
      () => 'the page does not say so',
    );
  }

  const told = async <T>(url: string): Promise<T> => (await (await fetch(url)).json()) as T;

  const post = (url: string, order: object) =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(order),
    });
});

describe('what the operator decides of the Annuaire, by keyboard', () => {
  const [, , laboratory] = sandbox.tenants;
  const [domainOfLaboratory = ''] = laboratory?.domains ?? [];
  let browser: Browser;

  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(async () => {
    await control({ failExtraction: null });
    await browser.close();
  });

  /** Presses the button, whose harmless answer is then where the keyboard is; goes back to it, and says yes. */
  async function sayYes(page: Page, button: string, no: string, yes: string): Promise<void> {
    const { keyboard } = page;
    const first = page.getByRole('button', { name: button });
    await first.focus();
    await keyboard.press('Enter');
    const harmless = page.getByRole('button', { name: no });
    await harmless.waitFor();
    await expect.poll(() => isFocused(harmless)).toBe(true);
    await keyboard.press('Enter');
    await first.waitFor();
    await first.focus();
    await keyboard.press('Enter');
    await harmless.waitFor();
    await keyboard.press('Shift+Tab');
    expect(await isFocused(page.getByRole('button', { name: yes }))).toBe(true);
    await keyboard.press('Enter');
  }

  const isFocused = (field: Locator) => field.evaluate((each) => each === each.ownerDocument.activeElement);

  it('EX_GBM_6020: a domain is withdrawn, and kept after all; its auditor reads, and it exists for nobody else', async () => {
    const { page, context, faults } = await visit(browser);
    await signIn(page, sandbox, 'DELCOURT');
    await page.getByRole('link', { name: 'Voir les envois retenus et les domaines retirés' }).press('Enter');
    await page.getByText('Aucun envoi retenu').waitFor();
    const typed = page.getByLabel('Domaine à retirer');
    await typed.focus();
    await page.keyboard.press('Enter');
    await page.getByText('Écrivez le domaine à retirer').waitFor();
    await page.keyboard.type('inconnu.mssante.fr');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await page.getByText('Cet élément n’existe pas').waitFor();
    await typed.fill(domainOfLaboratory);
    await typed.focus();
    await sayYes(page, 'Retirer ce domaine', 'Non, le garder', 'Oui, retirer ce domaine');
    const line = page.getByRole('row').filter({ hasText: domainOfLaboratory });
    await line.getByText('Il publie peut-être encore des BAL de ce domaine').waitFor();

    const auditor = await visit(browser);
    await signIn(auditor.page, sandbox, 'MARCHAND');
    await auditor.page.goto(`${sandbox.web}/envois-annuaire`);
    await auditor.page.getByRole('row').filter({ hasText: domainOfLaboratory }).waitFor();
    expect(await auditor.page.getByRole('main').getByRole('button').count()).toBe(0);
    await auditor.context.close();

    const keep = `Garder ${domainOfLaboratory}`;
    await sayYes(page, keep, 'Non, continuer le retrait', 'Oui, garder ce domaine');
    const told = page.getByText(`${domainOfLaboratory} est gardé`);
    await told.waitFor();
    await expect.poll(() => line.count()).toBe(0);
    expect(await isFocused(told)).toBe(true);
    expect(faults).toEqual([]);
    await context.close();

    const manager = await visit(browser);
    await signIn(manager.page, sandbox, 'FONTAINE');
    for (const path of ['/envois-annuaire', '/copies-annuaire', `/g/${laboratory?.id}/publication`])
      expect((await manager.page.goto(`${sandbox.web}${path}`))?.status(), path).toBe(404);
    await manager.context.close();
  });

  it('EX_2.1.3_5020: a copy that lost much waits, is put in force by a yes, and gives way to a whole one', async () => {
    const { page, context, faults } = await visit(browser);
    await signIn(page, sandbox, 'DELCOURT');
    const shown = (text: string) => async () => {
      await page.goto(`${sandbox.web}/copies-annuaire`);
      return (await page.getByText(text).count()) > 0;
    };
    const copyAgain = async () => {
      await page.goto(`${sandbox.web}/travaux-planifies/annuaire.extraction`);
      await page.getByRole('button', { name: /^Relancer/ }).press('Enter');
      await page.getByText('Demandé : il commence').waitFor();
    };
    await control({ failExtraction: 'shrunk' });
    await copyAgain();
    const waits = 'Une copie amputée attend un accord : BAL de tous les opérateurs';
    await until(shown(waits), 60_000, () => 'no copy waits for a yes');
    await page.getByText('3 lignes au lieu de').waitFor();
    const button = 'Mettre cette copie en service : BAL de tous les opérateurs';
    await sayYes(page, button, 'Non, garder la copie actuelle', 'Oui, la mettre en service');
    await page.getByText('Copie mise en service').waitFor();
    await expect.poll(() => page.getByText(waits).count()).toBe(0);
    const line = page.getByRole('row').filter({ hasText: 'BAL de tous les opérateurs' });
    await expect.poll(() => line.getByText('3 lignes', { exact: true }).count()).toBe(1);

    await copyAgain();
    const isWhole = async () => {
      await page.goto(`${sandbox.web}/copies-annuaire`);
      return (await line.getByText('3 lignes', { exact: true }).count()) === 0;
    };
    await until(isWhole, 60_000, () => 'the whole copy is not back');
    expect(faults).toEqual([]);
    await context.close();
  });
});

interface Archive {
  readonly fileName: string;
  readonly treatment: {
    readonly code: number;
    readonly files: readonly { readonly name: string; readonly verdict: number }[];
  } | null;
}

describe('EX_PSU_5810: the statistics of the sandbox', () => {
  const clock = (order: object) => fetch(sandbox.clock, { method: 'POST', body: JSON.stringify(order) });
  const archives = async () => (await (await fetch(sandbox.sipil.control)).json()) as readonly Archive[];

  it('reach SIPIL by themselves once the month is over, pass all its controls, and are shown as accepted', async () => {
    const [structure] = sandbox.tenants;
    const [own] = structure?.domains ?? [];
    const isOwn = ({ fileName }: Archive) => fileName.endsWith(`_${own}.zip`);
    const inState =
      (...states: readonly string[]) =>
      async () => {
        const answer = await fetch(sandbox.graphql.http, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${structure?.apiKey}` },
          body: JSON.stringify({
            query: `query ($id: ID!) { statisticsDeposits(structureId: $id, first: 10) { edges { node { domain state exchanges bals fault } } } }`,
            variables: { id: structure?.id },
          }),
        });
        const { data } = (await answer.json()) as {
          data: { statisticsDeposits: { edges: { node: { domain: string; state: string } }[] } };
        };
        return data.statisticsDeposits.edges.find(
          ({ node }) => node.domain === own && states.includes(node.state),
        );
      };
    // The fifth of the month that follows in Paris, whatever the hour at which this one ends.
    const { now } = (await (await fetch(sandbox.clock)).json()) as { now: string };
    const inParis = new Date(Date.parse(now) + 2 * 3_600_000);
    const fifth = Date.UTC(inParis.getUTCFullYear(), inParis.getUTCMonth() + 1, 5, 12);
    await clock({ advance: `PT${Math.ceil((fifth - Date.parse(now)) / 1000)}S` });
    try {
      const archive = await untilFound(
        async () => (await archives()).find(isOwn),
        60_000,
        'an archive of the domain at SIPIL',
      );
      await untilFound(
        async () => (await archives()).find((each) => isOwn(each) && each.treatment),
        20_000,
        'its treatment',
      );
      expect(archive.fileName).toMatch(/^\d{6}_/);
      // SIPIL may treat an archive before its answer is written here: the hour counts from the writing.
      // Near the end of a month the nights above were in the next one: it may be accepted by now.
      await untilFound(inState('DEPOSITED', 'ACCEPTED'), 20_000, 'its deposit, written by the product');
      await clock({ advance: 'PT1H' });
      await untilFound(inState('ACCEPTED'), 60_000, 'its report, read by the product');
      const treated = (await archives()).find(isOwn)?.treatment;
      expect(treated?.files.map(({ verdict }) => verdict)).toEqual([0, 0]);
    } finally {
      await clock({ reset: true });
    }
  });
});
