/** A certificate for the bench's own TLS servers, made anew for each run, in files that its processes read. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestAuthority } from '../../tests/support/test-authority.ts';

/** Paths of PEM files; the certificate is good for `localhost`. */
export type BenchCertificate = {
  readonly ca: string;
  readonly key: string;
  readonly cert: string;
  readonly remove: () => void;
};

export async function createBenchCertificate(): Promise<BenchCertificate> {
  const folder = mkdtempSync(join(tmpdir(), 'wirelens-bench-tls-'));
  const made = await createTestAuthority();
  const write = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
    return join(folder, name);
  };
  return {
    ca: write('ca.pem', made.ca),
    key: write('key.pem', made.key),
    cert: write('cert.pem', made.cert),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
