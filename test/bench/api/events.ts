import { ask } from './client.js';
import { Crowd } from './crowd.js';
import { type Bench, type Line, type Row, STRUCTURES, spread } from './row.js';

const EACH = 50;
const ACTS = 30;

const UPDATE = `mutation ($id: ID!, $bal: ID!, $change: BalUpdateInput!, $version: Int!) {
  balUpdate(structureId: $id, balId: $bal, change: $change, version: $version) { __typename ... on Refus { code message } } }`;

/** From the request that changes something, or the act of another process, to the last byte in each of 1,000 sockets. */
export const EVENTS: Row = {
  name: 'events',
  async run(bench) {
    await bench.estate.growTo(STRUCTURES);
    const { id } = bench.estate.hospital;
    const spare = await bench.estate.spare(ACTS);
    const update = (index: number) => {
      const { id: bal = '', version = 1 } = spare[index] ?? {};
      const change = { description: `Le ${Date.now()}` };
      return ask(bench.sandbox.graphql.http, bench.estate.keys[0] ?? '', UPDATE, {
        ...{ id, bal, version, change },
      });
    };
    return [
      await waited(
        bench,
        'a change of a BAL → events of 1,000 subscribers',
        `subscription { events(structureId: "${id}", kinds: [BAL]) { id at type subjectId cursor } }`,
        update,
      ),
      await waited(
        bench,
        'an incident → complianceEvents of 1,000 subscribers',
        `subscription { complianceEvents(structureId: "${id}") { id at kind severity } }`,
        () => bench.estate.raise(),
      ),
    ];
  },
};

async function waited(
  { sandbox, estate }: Bench,
  what: string,
  query: string,
  act: (index: number) => Promise<unknown>,
): Promise<Line> {
  const crowd = await Crowd.raise(sandbox, { keys: estate.keys, each: EACH, query });
  const took: number[] = [];
  try {
    for (let index = 0; index < ACTS; index++) {
      const begun = performance.timeOrigin + performance.now();
      await act(index);
      took.push(...(await crowd.heard()).map((moment) => moment - begun));
    }
  } finally {
    crowd.stop();
  }
  return spread(what, took, 'goal p99 < 500 ms');
}
