/** The system's own list of trusted certificates, where it is a file: what we trust beside Node's, and what programs that we start keep trusting. */
import { readFileSync } from 'node:fs';

/** Where Linux distributions and BSDs keep them, in the order in which OpenSSL, curl and Go look. */
const systemBundles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

/** PEM text: the file that SSL_CERT_FILE names, else the system's; null where there is none (macOS, Windows). */
export function readSystemRoots(environment: Readonly<Record<string, string | undefined>>): string | null {
  for (const file of [environment.SSL_CERT_FILE, ...systemBundles]) {
    const text = file ? readTextIfThere(file) : null;
    if (text?.includes('-----BEGIN CERTIFICATE-----')) return text;
  }
  return null;
}

/** Null when it cannot be read. */
export function readTextIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
