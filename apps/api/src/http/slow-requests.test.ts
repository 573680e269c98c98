import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiWorld } from '../testing/api-world.fixture.js';

let world: ApiWorld;
let upload: string;

beforeAll(async () => {
  world = await ApiWorld.start({ patience: { headersMs: 1_000, bodyMs: 100, fileMs: 600_000 } });
  const tenant = await TestTenant.create(world.database);
  const owner = await tenant.person();
  const bal = await tenant.bal({ responsible: owner });
  const token = await world.signIn(owner);
  upload = `POST /uploads/${bal.id}?name=a.txt HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Type: text/plain\r\nContent-Length: 10\r\n\r\n`;
});
afterAll(() => world.stop());

const head = (path: string) =>
  `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n`;

/** A client that says so much, and then nothing. */
async function slow(said: string): Promise<{ readonly socket: Socket; readonly heard: Promise<string> }> {
  const socket = connect(world.api.port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(said);
  return { socket, heard: text(socket) };
}

describe('a client that holds a connection by saying little', () => {
  it('is answered 408 and left when its body does not come, whatever it asks for, while a file may take its time', async () => {
    const patient = await slow(`${upload}bon`);
    for (const path of ['/graphql', '/scim/v2/Users', '/oauth/token', '/nowhere', '/graphql/uploads/']) {
      const { heard } = await slow(`${head(path)}{`);
      expect(await heard, path).toMatch(/^HTTP\/1\.1 4\d\d /);
    }
    const { heard } = await slow(`${head('/graphql')}{"query":`);
    expect(await heard).toMatch(/^HTTP\/1\.1 408 [\s\S]*REQUEST_TIMEOUT/);
    patient.socket.write('jour !!');
    expect(await patient.heard).toMatch(/^HTTP\/1\.1 201 /);
  });

  it('is left when its headers do not come', async () => {
    const { heard } = await slow('POST /graphql HTTP/1.1\r\nHost: x\r\nX-Slow: ');
    expect(await heard).toMatch(/^HTTP\/1\.1 408 |^$/);
  });

  it('keeps nobody else waiting meanwhile', async () => {
    const held = await Promise.all(Array.from({ length: 200 }, () => slow(`${head('/graphql')}{`)));
    expect((await fetch(`${world.url}/healthz`)).status).toBe(200);
    for (const { heard } of held) expect(await heard).toMatch(/^HTTP\/1\.1 408 /);
  });
});
