import type { LoadProcess } from './load-process.js';
import { median } from './measure.js';
import type { Line, Row } from './rows.js';
import type { Measured } from './servers.js';

const FOLDERS = ['Grand1', 'Grand2', 'Grand3'];
const WARM = Array.from({ length: 10 }, () => ['UNSELECT', 'SELECT Grand1']).flat();

/** Opening a folder of 100,000 messages, for the first time and again, and its flags. */
export const bigFolders: Row = {
  name: 'select',
  async run(load, servers) {
    const each = new Map<string, Times>();
    for (const server of servers) each.set(server.name, await timesOf(load, server));
    const line = (what: string, of: (times: Times) => number): Line => ({
      what,
      unit: 'ms',
      figures: new Map([...each].map(([name, times]) => [name, of(times)])),
      remark: '',
    });
    return [
      line('SELECT of 100,000, cold', ({ cold }) => cold),
      line('SELECT of 100,000, warm', ({ warm }) => warm),
      line('FETCH 1:* (FLAGS) of 100,000', ({ flags }) => flags),
      line('both, cold', ({ cold, flags }) => cold + flags),
      line('FETCH 1:* (FLAGS) of 10,000', ({ tenFlags }) => tenFlags),
    ];
  },
};

interface Times {
  readonly cold: number;
  readonly warm: number;
  readonly flags: number;
  readonly tenFlags: number;
}

async function timesOf(load: LoadProcess, server: Measured): Promise<Times> {
  const user = await server.user('grand');
  for (const folder of FOLDERS)
    await load.run(server.door, { kind: 'fill', user, folder, letters: 500, size: 2_000, copies: 200 });
  await load.run(server.door, { kind: 'fill', user, folder: 'Dix', letters: 500, size: 2_000, copies: 20 });
  await server.chill(user);
  const cold: number[] = [];
  const flags: number[] = [];
  for (const folder of FOLDERS) {
    const { each } = await load.run(server.door, {
      kind: 'timed',
      user,
      commands: [`SELECT ${folder}`, 'FETCH 1:* (FLAGS)'],
    });
    cold.push(each[0] ?? Number.NaN);
    flags.push(each[1] ?? Number.NaN);
  }
  const warm = await load.run(server.door, { kind: 'timed', user, commands: ['SELECT Grand1', ...WARM] });
  const ten = await load.run(server.door, {
    kind: 'timed',
    user,
    commands: ['SELECT Dix', ...Array.from({ length: 5 }, () => 'FETCH 1:* (FLAGS)')],
  });
  return {
    cold: median(cold),
    warm: median(warm.each.slice(1).filter((_, index) => index % 2 === 1)),
    flags: median(flags),
    tenFlags: median(ten.each.slice(1)),
  };
}

/** SEARCH TEXT among 10,000 letters of 2 KB, no two alike: a word of many, and one of none. */
export const bigSearch: Row = {
  name: 'search',
  async run(load, servers) {
    const found = new Map<string, readonly number[]>();
    for (const server of servers) {
      const user = await server.user('recherche');
      await load.run(server.door, {
        kind: 'fill',
        user,
        folder: 'INBOX',
        letters: 10_000,
        size: 2_000,
        copies: 1,
      });
      await server.settle(user);
      const commands = ['SELECT INBOX', ...Array.from({ length: 3 }, () => SEARCHES).flat()];
      found.set(server.name, (await load.run(server.door, { kind: 'timed', user, commands })).each.slice(1));
    }
    return ['a word of all', 'a word of none'].map((which, place) => ({
      what: `SEARCH TEXT in 10,000, ${which}`,
      unit: 'ms',
      figures: new Map(
        [...found].map(([name, each]) => [name, median(each.filter((_, index) => index % 2 === place))]),
      ),
      remark: '',
    }));
  },
};

const SEARCHES = ['SEARCH TEXT cardiologie', 'SEARCH TEXT introuvable'];
