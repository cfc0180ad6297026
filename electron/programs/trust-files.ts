/**
 * Files that make programs trust our authority beside what they trust already: the system's roots and ours in one PEM
 * bundle, and as a Java trust store. Written into the authority's folder, for nobody else to read.
 */
import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { readSystemRoots, readTextIfThere } from '../proxy/system-roots.ts';
import { authorityFolder, writePrivately } from '../proxy/tls/authority-file.ts';

export type TrustFiles = {
  /** Our certificate alone, or behind the extra ones that Node was told of already. */
  readonly nodeExtra: string;
  /** Everything that the system trusts, and ours. */
  readonly bundle: string;
  readonly javaStore: string;
};

type Environment = Readonly<Record<string, string | undefined>>;

/** Writes the files anew. Throws when the data folder cannot be written. */
export function writeTrustFiles(dataFolder: string, certificateFile: string, environment: Environment): TrustFiles {
  const ours = readFileSync(certificateFile, 'utf8');
  const extraFile = environment.NODE_EXTRA_CA_CERTS;
  const extra = extraFile ? (readTextIfThere(extraFile) ?? '') : '';
  const roots = readSystemRoots(environment) ?? rootCertificates.join('\n');
  const folder = authorityFolder(dataFolder);
  const files = {
    nodeExtra: extra === '' ? certificateFile : join(folder, 'node-extra.pem'),
    bundle: join(folder, 'bundle.pem'),
    javaStore: join(folder, 'java-trust.jks'),
  };
  if (extra !== '') writePrivately(files.nodeExtra, joinPem([extra, ours]));
  const bundle = joinPem([roots, extra, ours]);
  writePrivately(files.bundle, bundle);
  writePrivately(files.javaStore, javaTrustStore(bundle));
  return files;
}

function joinPem(texts: readonly string[]): string {
  return texts
    .filter((text) => text !== '')
    .map((text) => (text.endsWith('\n') ? text : `${text}\n`))
    .join('');
}

/** The password under which every Java looks for trusted certificates; they are no secret. */
export const javaStorePassword = 'changeit';

/**
 * A JKS file of trusted certificates.
 * @see https://github.com/openjdk/jdk/blob/master/src/java.base/share/classes/sun/security/provider/JavaKeyStore.java
 */
function javaTrustStore(bundle: string): Buffer {
  const certificates = [...bundle.matchAll(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g)].flatMap(
    ([text]) => {
      try {
        return [new X509Certificate(text).raw];
      } catch {
        // A root that this Node cannot read is one that nobody here would miss.
        return [];
      }
    },
  );
  const entries = certificates.map((der, index) =>
    Buffer.concat([uint32(2), javaText(`root-${index}`), Buffer.alloc(8), javaText('X.509'), uint32(der.length), der]),
  );
  const content = Buffer.concat([uint32(0xfeedfeed), uint32(2), uint32(entries.length), ...entries]);
  const password = Buffer.from(javaStorePassword, 'utf16le').swap16();
  return Buffer.concat([
    content,
    createHash('sha1').update(password).update('Mighty Aphrodite').update(content).digest(),
  ]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function javaText(text: string): Buffer {
  const bytes = Buffer.from(text, 'ascii');
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
