import { request } from 'node:http';
import { ask } from './client.js';
import type { Line, Row } from './row.js';

const ROWS = 10_000;

const FOLLOW = `query ($id: ID!) { operation(id: $id) { __typename
  ... on Operation { state valid done unchanged failed endedAt } ... on Refus { code message } } }`;

interface Followed {
  readonly operation: {
    readonly valid: number;
    readonly done: number;
    readonly unchanged: number;
    readonly failed: number;
    readonly endedAt: string | null;
  };
}

/** Files of 10,000 BAL with as many people whom nobody knew: a dry run, the import, and the same file again. */
export const IMPORT: Row = {
  name: 'import',
  async run({ sandbox, estate }) {
    const { hospital } = estate;
    const { key } = await hospital.apiKey(['bal:write', 'person:write', 'operation:read'], inADay());
    const file = fileOf(hospital.domain);
    const lines: Line[] = [];
    for (const [what, asked] of [
      ['dry run', '?dryRun'],
      ['import', ''],
      ['same file again', ''],
    ] as const) {
      const begun = performance.now();
      const url = new URL(`/imports/${hospital.id}/bals${asked}`, sandbox.graphql.http);
      const operation = await ended(sandbox.graphql.http, key, await send(url, key, file));
      const took = (performance.now() - begun) / 1_000;
      const { valid, done, unchanged, failed } = operation;
      const counts = `${valid} valid, ${done} done, ${unchanged} unchanged, ${failed} refused`;
      lines.push({
        what: `${ROWS} BAL and people, ${what}`,
        figure: `${took.toFixed(1)} s`,
        remark: `goal < 60 s (${counts})`,
      });
    }
    return lines;
  },
};

function send(url: URL, key: string, file: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'text/csv' };
    const asked = request(url, { method: 'POST', headers }, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('end', () => {
        const text = Buffer.concat(pieces).toString();
        if (response.statusCode === 202) resolve(JSON.parse(text).operationId);
        else reject(new Error(`${response.statusCode} ${text}`));
      });
    });
    asked.on('error', reject);
    asked.end(file);
  });
}

async function ended(url: string, key: string, id: string): Promise<Followed['operation']> {
  for (;;) {
    const { operation } = await ask<Followed>(url, key, FOLLOW, { id });
    if (operation.endedAt !== null) return operation;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

function fileOf(domain: string): string {
  const header = 'adresse;type;responsable;responsable nom;responsable prénom;description;quota Mo;finess';
  const rows = Array.from({ length: ROWS }, (_, n) => {
    const name = `NOM${inLetters(n)}`;
    // Of the range of fictional people, which have no key.
    const rpps = String(99_910_000_000 + n);
    const address = `camille.${name.toLowerCase()}@${domain}`;
    return `${address};personnelle;${rpps};${name};Camille;Docteur ${name};2000;`;
  });
  return [header, ...rows].join('\r\n');
}

/** Names have no digits. */
function inLetters(n: number): string {
  return [...String(n)].map((digit) => 'ABCDEFGHIJ'[Number(digit)]).join('');
}

function inADay(): Date {
  return new Date(Date.now() + 86_400_000);
}
