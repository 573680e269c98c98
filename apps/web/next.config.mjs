import { join } from 'node:path';

const repository = join(import.meta.dirname, '../..');

/** What holds whatever the installation; everything that differs between two installations comes from the environment at start. */
const config = {
  turbopack: { root: repository },
  outputFileTracingRoot: repository,
  serverExternalPackages: ['@cachet/runtime', 'next-auth'],
  poweredByHeader: false,
  productionBrowserSourceMaps: false,
  agentRules: false,
  images: { unoptimized: true },
  headers: async () => [{ source: '/:path*', headers: EVERYWHERE }],
};

/** Answers that carry no page need these too; the policy of pages, which holds a nonce, is set by the proxy. */
const EVERYWHERE = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
  // Heard by browsers where TLS is, in front of this process; ignored on the bare HTTP of a sandbox (RFC 6797 §8.1).
  { key: 'Strict-Transport-Security', value: 'max-age=31536000; includeSubDomains' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Permissions-Policy', value: 'camera=(), geolocation=(), microphone=(), payment=(), usb=()' },
];

export default config;
