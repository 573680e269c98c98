import { newTenantId } from '@cachet/testkit';
import { expect, it } from 'vitest';
import { CallBatches } from './call-batches.js';

const CALLED = { name: 'append_letter', takes: 1, patienceMs: 300, whenHeld: 'tell' } as const;

it('a call for another folder of the same BAL waits no longer than those that came before it', async () => {
  const done: string[] = [];
  const statements: (() => void)[] = [];
  const alone = async <R>({ values }: { readonly values: readonly unknown[] }): Promise<R[]> => {
    await new Promise<void>((resolve) => void statements.push(resolve));
    done.push(...values.map(String));
    return [Object.fromEntries(values.map((value, index) => [`answer${index}`, value])) as R];
  };
  const batches = new CallBatches<string>(
    { alone, atOnce: () => Promise.reject(new Error('unused')) },
    CALLED,
  );
  const tenantId = newTenantId();
  const calls: Promise<string>[] = [];
  const call = (folder: string, value: string) =>
    calls.push(batches.call({ tenantId, balId: 'bal', folder, values: [value] }));
  // Two commits under way, then a flood in one folder around a letter for the other.
  call('inbox', 'first');
  call('inbox', 'second');
  for (const value of ['x1', 'x2', 'x3']) call('inbox', value);
  call('junk', 'y');
  for (let turn = 0; turn < 4; turn += 1) {
    statements.shift()?.();
    await calls[turn];
    call('inbox', `flood ${turn}`);
    call('inbox', `flood again ${turn}`);
  }
  while (done.length < calls.length) {
    statements.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(await Promise.all(calls)).toHaveLength(calls.length);
  expect(done.indexOf('y')).toBeLessThan(done.indexOf('flood 1'));
});
