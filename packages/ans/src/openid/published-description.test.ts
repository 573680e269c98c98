import { describe, expect, it } from 'vitest';
import { DescriptionFault, readDescription } from './published-description.js';

const ISSUER = 'https://identite.ch-exemple.fr/realm';
const published = {
  issuer: ISSUER,
  jwks_uri: `${ISSUER}/certs`,
  token_endpoint: 'http://identite.ch-exemple.fr/token',
  id_token_signing_alg_values_supported: ['none', 'HS256', 'ES256', 7],
  backchannel_logout_supported: true,
};

describe('OpenID Connect Discovery 1.0: the description of a provider', () => {
  it('gives its addresses, its asymmetric signatures and what it says yes to', () => {
    const read = readDescription(published, ISSUER, false);
    expect(read.algorithms).toEqual(['ES256']);
    expect(read.endpoint('jwks_uri')).toBe(`${ISSUER}/certs`);
    expect(read.optionalEndpoint('end_session_endpoint')).toBeNull();
    expect([read.list('scopes_supported'), read.says('backchannel_logout_supported')]).toEqual([null, true]);
  });

  it('gives no address in clear unless those are taken', () => {
    expect(() => readDescription(published, ISSUER, false).endpoint('token_endpoint')).toThrow(
      DescriptionFault,
    );
    expect(readDescription(published, ISSUER, true).endpoint('token_endpoint')).toBe(
      published.token_endpoint,
    );
    const script = { ...published, token_endpoint: 'javascript:alert(1)' };
    expect(readDescription(script, ISSUER, true).optionalEndpoint('token_endpoint')).toBeNull();
  });

  it('is not believed of another issuer, without a signature, nor when there is none', () => {
    const unsigned = { ...published, id_token_signing_alg_values_supported: ['HS256', 'none'] };
    expect(() => readDescription(published, `${ISSUER}/`, false)).toThrow(DescriptionFault);
    expect(() => readDescription(unsigned, ISSUER, false)).toThrow(DescriptionFault);
    expect(() => readDescription(null, ISSUER, false)).toThrow(DescriptionFault);
  });
});
