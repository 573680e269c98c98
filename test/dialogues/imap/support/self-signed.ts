import 'reflect-metadata';
import { createSecureContext, type SecureContext } from 'node:tls';
import { X509CertificateGenerator } from '@peculiar/x509';

/** A server certificate that only this run knows; how certificates are judged is tested elsewhere. */
export async function selfSigned(hostname: string): Promise<{
  context: SecureContext;
  certificate: string;
  key: string;
}> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const now = Date.now();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: `CN=${hostname}`,
    notBefore: new Date(now - 60_000),
    notAfter: new Date(now + 86_400_000),
    signingAlgorithm: algorithm,
    keys,
  });
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  const key = `-----BEGIN PRIVATE KEY-----\n${pkcs8.replace(/.{64}/g, '$&\n')}\n-----END PRIVATE KEY-----\n`;
  const cert = certificate.toString('pem');
  return { context: createSecureContext({ cert, key, minVersion: 'TLSv1.2' }), certificate: cert, key };
}
