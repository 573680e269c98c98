import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, inject, it } from 'vitest';

const { web, tenants } = inject('sandbox');
const managed = `${web}/g/${tenants[0]?.id}`;

/** As a program asks, which follows no redirection. */
const get = (url: string, headers: Record<string, string> = {}) =>
  fetch(url, { redirect: 'manual', headers });

describe('the portal to whoever probes it', () => {
  it('says in its headers what a page may do, each with a nonce of its own', async () => {
    const pages = [await get(`${web}/connexion`), await get(`${web}/connexion`)];
    const policies = pages.map(({ headers }) => headers.get('content-security-policy') ?? '');
    for (const policy of policies) {
      expect(policy).toMatch(/script-src [^;]*'nonce-[0-9a-f]{32}'/);
      expect(policy).not.toMatch(/script-src[^;]*'unsafe-(?:inline|eval)'/);
      expect(policy).toContain("frame-ancestors 'none'");
    }
    expect(policies[0]).not.toBe(policies[1]);
    const [{ headers }] = pages as [Response, Response];
    expect(headers.get('strict-transport-security')).toMatch(/^max-age=31536000\b/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.get('x-powered-by')).toBeNull();
    // A page is of one person: nobody on the way keeps it.
    expect(headers.get('cache-control')).toMatch(/no-store/);
  });

  it('lets nobody past by a header of its framework (CVE-2025-29927)', async () => {
    const plain = await get(managed);
    expect([plain.status, plain.headers.get('location')]).toEqual([
      307,
      expect.stringContaining('/connexion'),
    ]);
    for (const name of ['middleware', 'src/middleware', 'proxy', 'src/proxy']) {
      const value = Array.from({ length: 5 }, () => name).join(':');
      const answer = await get(managed, { 'x-middleware-subrequest': value });
      expect([answer.status, answer.headers.get('location')]).toEqual([
        plain.status,
        plain.headers.get('location'),
      ]);
      const page = await get(`${web}/connexion`, { 'x-middleware-subrequest': value });
      expect(page.headers.get('content-security-policy')).toContain('nonce-');
    }
  });

  it('fetches no picture for anybody', async () => {
    let asked = 0;
    const inside = createServer((_request, response) => {
      asked += 1;
      response.end();
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => inside.once('listening', resolve));
    const { port } = inside.address() as AddressInfo;
    const url = encodeURIComponent(`http://127.0.0.1:${port}/logo.png`);
    const answer = await get(`${web}/_next/image?url=${url}&w=640&q=75`);
    inside.close();
    expect([answer.status >= 400 && answer.status < 500, asked]).toEqual([true, 0]);
  });

  it('gives away no source of its scripts', async () => {
    const page = await (await get(`${web}/connexion`)).text();
    const scripts = [...page.matchAll(/\/_next\/static\/[^"'\\ ]+\.js/g)].map(([path]) => path);
    expect(scripts.length).toBeGreaterThan(0);
    for (const path of new Set(scripts)) {
      const script = await get(`${web}${path}`);
      expect([script.status, (await script.text()).includes('sourceMappingURL')]).toEqual([200, false]);
      expect((await get(`${web}${path}.map`)).status).toBe(404);
    }
  });

  it('runs no action that another site, or nobody, sends', async () => {
    for (const origin of ['https://evil.example', 'null']) {
      const answer = await fetch(`${web}/connexion`, {
        method: 'POST',
        redirect: 'manual',
        headers: { origin, 'next-action': '0'.repeat(42), 'content-type': 'text/plain;charset=UTF-8' },
        body: '["$1:__proto__:then"]',
      });
      expect(answer.status).toBe(404);
      expect(await answer.text()).not.toMatch(/node_modules|at .*\.js:\d+/);
    }
    const form = new FormData();
    form.set(`$ACTION_ID_${'0'.repeat(42)}`, '');
    expect((await fetch(`${web}/connexion`, { method: 'POST', body: form })).status).toBe(404);
    expect((await get(`${web}/connexion`)).status).toBe(200);
  });
});
