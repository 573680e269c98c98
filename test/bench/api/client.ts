import { Agent, request } from 'node:http';

const agent = new Agent({ keepAlive: true, maxSockets: 256 });

/** One operation. @throws Error when it was not answered, or answered by errors or by a refusal. */
export function ask<T = Record<string, unknown>>(
  url: string,
  token: string,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<T> {
  const body = JSON.stringify({ query, variables });
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    authorization: `Bearer ${token}`,
  };
  return new Promise((resolve, reject) => {
    const asked = request(url, { method: 'POST', agent, headers }, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(pieces).toString();
        if (response.statusCode !== 200 || /"errors":\[|"__typename":"Refus"/.test(text))
          return reject(new Error(`${response.statusCode} ${text.slice(0, 500)}`));
        resolve(JSON.parse(text).data);
      });
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

/** How long each took, in milliseconds; `atOnce` of them under way together. */
export async function timed(
  count: number,
  atOnce: number,
  work: (index: number) => Promise<unknown>,
): Promise<readonly number[]> {
  const took: number[] = [];
  let next = 0;
  const one = async () => {
    while (next < count) {
      const index = next++;
      const begun = performance.now();
      await work(index);
      took.push(performance.now() - begun);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, one));
  return took;
}

/** As many a second as told, whether the earlier ones were answered or not: milliseconds from the planned moment to the answer. */
export async function atRate(
  perSecond: number,
  seconds: number,
  work: (index: number) => Promise<unknown>,
): Promise<readonly number[]> {
  const begun = performance.now();
  const underway: Promise<number>[] = [];
  for (let index = 0; index < perSecond * seconds; index++) {
    const planned = begun + (index * 1_000) / perSecond;
    const wait = planned - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    underway.push(work(index).then(() => performance.now() - planned));
  }
  return Promise.all(underway);
}
