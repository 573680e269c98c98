import { createServer, type Socket } from 'node:net';
import { Client, Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isOutage } from './is-outage.js';

let url: string;
const sockets = new Set<Socket>();
/** Takes connections, and says nothing. */
const mute = createServer((socket) => void sockets.add(socket));

beforeAll(async () => {
  await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
  const address = mute.address();
  url = `postgres://nobody@127.0.0.1:${typeof address === 'object' ? address?.port : 0}/none`;
});
afterAll(() => {
  for (const socket of sockets) socket.destroy();
  mute.close();
});

const faultOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (fault: unknown) => fault,
  );

describe('an outage of the database', () => {
  it('is a connection not made in time, or refused', async () => {
    const pool = new Pool({ connectionString: url, connectionTimeoutMillis: 20 });
    const late = await faultOf(pool.query('select'));
    const refused = await faultOf(new Client({ connectionString: 'postgres://n@127.0.0.1:1/n' }).connect());
    expect([late, refused].map(isOutage)).toEqual([true, true]);
    await pool.end();
  });

  it('is an answer that does not come, and a connection lost before it was asked', async () => {
    const server = process.env.TESTKIT_POSTGRES_URL;
    const client = new Client({ connectionString: server, query_timeout: 20 });
    client.on('error', () => undefined);
    await client.connect();
    const unanswered = await faultOf(client.query('select pg_sleep(5)'));
    expect(unanswered).toMatchObject({ message: 'Query read timeout' });
    const closed = new Promise((resolve) => client.once('end', resolve));
    const pid = (client as unknown as { processID: number }).processID;
    const other = new Client({ connectionString: server });
    await other.connect();
    await other.query('select pg_terminate_backend($1)', [pid]);
    await closed;
    const lost = await faultOf(client.query('select'));
    await other.end();
    expect([unanswered, lost].map(isOutage)).toEqual([true, true]);
  });

  it('is not a question that PostgreSQL refuses, nor a fault of ours', async () => {
    const client = new Client({ connectionString: process.env.TESTKIT_POSTGRES_URL });
    await client.connect();
    const refused = await faultOf(client.query('select 1 / 0'));
    await client.end();
    expect([refused, new TypeError('undefined is not a function'), 'ECONNRESET'].map(isOutage)).toEqual([
      false,
      false,
      false,
    ]);
  });
});
