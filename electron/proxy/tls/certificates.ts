/** Makes the certificates of interception: the authority's own, and one for each host it stands in for. */
// Before the library, which declares its classes with decorators.
import 'reflect-metadata';
import { createHash, randomBytes, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { isAddress } from '../../../shared/upstreams/host-rules.ts';
import { encodeNameConstraints, nameConstraintsId, type SignedNames } from './name-constraints.ts';

/** PEM texts. */
export type KeyPair = { readonly privateKey: string; readonly publicKey: string };

/** Epoch ms. */
export type Validity = { readonly notBefore: number; readonly notAfter: number };

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

x509.cryptoProvider.set(crypto);

/** A new EC P-256 key. */
export async function createKeyPair(): Promise<KeyPair> {
  const { privateKey, publicKey } = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  return {
    privateKey: pem('PRIVATE KEY', await webcrypto.subtle.exportKey('pkcs8', privateKey)),
    publicKey: pem('PUBLIC KEY', await webcrypto.subtle.exportKey('spki', publicKey)),
  };
}

/**
 * The authority's certificate, signed by its own key, bound to `names` by a critical constraint. The same key gives the
 * same subject, so that what an earlier certificate of it was trusted for stays good when the list grows.
 * @returns PEM
 */
export async function createAuthorityCertificate(
  keys: KeyPair,
  names: SignedNames,
  validity: Validity,
): Promise<string> {
  const imported = await importKeys(keys);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    ...dates(validity),
    name: `CN=Wirelens ${createHash('sha256').update(keys.publicKey).digest('hex').slice(0, 8)}, O=Wirelens on this machine`,
    serialNumber: newSerialNumber(),
    keys: imported,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.Extension(nameConstraintsId, true, new Uint8Array(encodeNameConstraints(names))),
      await x509.SubjectKeyIdentifierExtension.create(imported.publicKey),
    ],
  });
  return `${certificate.toString('pem')}\n`;
}

/** What signs leaves: the authority's certificate (PEM) and its private key (PEM). */
export type Issuer = { readonly certificate: string; readonly privateKey: string };

/** A server certificate for one name or address. @returns PEM */
export async function createLeafCertificate(
  issuer: Issuer,
  host: string,
  leafPublicKey: string,
  validity: Validity,
): Promise<string> {
  const authority = new x509.X509Certificate(issuer.certificate);
  const publicKey = await importPublicKey(leafPublicKey);
  const certificate = await x509.X509CertificateGenerator.create({
    ...dates(validity),
    // Not the host: that may be too long for a common name, and OpenSSL checks one with dots as if it were a DNS name.
    subject: 'CN=Wirelens interception',
    issuer: authority.subject,
    serialNumber: newSerialNumber(),
    publicKey,
    signingKey: await importPrivateKey(issuer.privateKey),
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([{ type: isAddress(host) ? 'ip' : 'dns', value: host }]),
      await x509.AuthorityKeyIdentifierExtension.create(authority.publicKey),
      await x509.SubjectKeyIdentifierExtension.create(publicKey),
    ],
  });
  return `${certificate.toString('pem')}\n`;
}

async function importKeys(keys: KeyPair): Promise<webcrypto.CryptoKeyPair> {
  return {
    privateKey: await importPrivateKey(keys.privateKey),
    publicKey: await importPublicKey(keys.publicKey),
  };
}

function importPrivateKey(text: string): Promise<webcrypto.CryptoKey> {
  return webcrypto.subtle.importKey('pkcs8', fromPem(text), algorithm, false, ['sign']);
}

function importPublicKey(text: string): Promise<webcrypto.CryptoKey> {
  return webcrypto.subtle.importKey('spki', fromPem(text), algorithm, true, ['verify']);
}

function dates({ notBefore, notAfter }: Validity): { notBefore: Date; notAfter: Date } {
  return { notBefore: new Date(notBefore), notAfter: new Date(notAfter) };
}

/** 127 random bits, never zero and never negative (RFC 5280, 4.1.2.2). */
function newSerialNumber(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString('hex');
}

function pem(label: string, der: ArrayBuffer): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

function fromPem(text: string): Uint8Array<ArrayBuffer> {
  const base64 = text.replaceAll(/-----[^-]+-----|\s/g, '');
  return new Uint8Array(Buffer.from(base64, 'base64'));
}
