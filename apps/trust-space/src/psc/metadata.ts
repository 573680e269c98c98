/**
 * The metadata document, with the oddities of the real one: `acr_values_supported` says nothing useful, and the usual
 * address is not where products must look for it. Only what this simulation does is announced.
 */
export function metadata(issuer: string): Record<string, unknown> {
  const endpoint = (name: string) => `${issuer}/protocol/openid-connect/${name}`;
  return {
    issuer,
    authorization_endpoint: endpoint('auth'),
    token_endpoint: endpoint('token'),
    userinfo_endpoint: endpoint('userinfo'),
    end_session_endpoint: endpoint('logout'),
    jwks_uri: endpoint('certs'),
    revocation_endpoint: endpoint('revoke'),
    grant_types_supported: ['authorization_code', 'refresh_token'],
    acr_values_supported: ['0', '0'],
    response_types_supported: ['code'],
    response_modes_supported: ['query', 'fragment', 'form_post'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    claims_supported: [
      'aud',
      'sub',
      'iss',
      'auth_time',
      'name',
      'given_name',
      'family_name',
      'preferred_username',
      'email',
      'acr',
    ],
    claim_types_supported: ['normal'],
    claims_parameter_supported: false,
    scopes_supported: ['openid', 'scope_all', 'offline_access'],
    request_parameter_supported: false,
    request_uri_parameter_supported: false,
    code_challenge_methods_supported: ['S256'],
    backchannel_logout_supported: true,
    backchannel_logout_session_supported: true,
    authorization_response_iss_parameter_supported: true,
  };
}
