/** What a provider publishes of itself is not what we can work with. */
export class DescriptionFault extends Error {
  override readonly name = 'DescriptionFault';

  constructor(
    message: string,
    readonly problem: 'otherIssuer' | 'noSignature' | 'endpointMissing',
  ) {
    super(message);
  }
}

/** What an OpenID Connect provider publishes of itself, once it is known to be its own. */
export interface PublishedDescription {
  /** Signature algorithms of its identity tokens: asymmetric ones only, whatever else is published. */
  readonly algorithms: readonly string[];
  /** One of its addresses. @throws DescriptionFault when it is missing, or not encrypted. */
  endpoint(name: string): string;
  /** The same, null when it is not there to be used. */
  optionalEndpoint(name: string): string | null;
  /** A list of words; null when there is none. */
  list(name: string): readonly string[] | null;
  /** Whether it says yes to that. */
  says(name: string): boolean;
}

const ASYMMETRIC = new Set([
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
]);

/** Reads a description (OpenID Connect Discovery 1.0 §3 and §4.3). With `takesHttp`, addresses in clear are taken too. @throws DescriptionFault */
export function readDescription(
  json: Readonly<Record<string, unknown>> | null,
  issuer: string,
  takesHttp: boolean,
): PublishedDescription {
  // §4.3: exactly, for whoever answers there could speak for another otherwise.
  if (json?.issuer !== issuer)
    throw new DescriptionFault('the description is of another issuer', 'otherIssuer');
  const algorithms = (listIn(json.id_token_signing_alg_values_supported) ?? []).filter((name) =>
    ASYMMETRIC.has(name),
  );
  if (algorithms.length === 0) throw new DescriptionFault('no signature that we take', 'noSignature');
  const optionalEndpoint = (name: string) => endpointIn(json[name], takesHttp);
  return {
    algorithms,
    optionalEndpoint,
    endpoint: (name) => {
      const found = optionalEndpoint(name);
      if (found === null) throw new DescriptionFault(`${name} is missing or not of https`, 'endpointMissing');
      return found;
    },
    list: (name) => listIn(json[name]),
    says: (name) => json[name] === true,
  };
}

function endpointIn(value: unknown, takesHttp: boolean): string | null {
  const url = typeof value === 'string' ? URL.parse(value) : null;
  return url?.protocol === 'https:' || (takesHttp && url?.protocol === 'http:') ? url.href : null;
}

function listIn(value: unknown): readonly string[] | null {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : null;
}
