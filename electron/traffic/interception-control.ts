/**
 * Interception as the app runs it: what its own port decrypts follows the switch in the settings; programs that the
 * window starts are always intercepted, since that is what they are started for. Owns the authority's life.
 */
import { X509Certificate } from 'node:crypto';
import type { AuthorityFacts, HostRule, InterceptionSettings } from '../../shared/model/interception.ts';
import { rulesOfSettings } from '../../shared/upstreams/known-hosts.ts';
import type { Interception } from '../proxy/proxy-api.ts';
import { fingerprintOf, renewAuthority } from '../proxy/tls/authority.ts';
import { certificateFile, readAuthority, removeAuthority } from '../proxy/tls/authority-file.ts';
import { createInterceptionSource, interceptedHosts } from '../proxy/tls/interception-source.ts';
import { signedNamesOf } from '../proxy/tls/name-constraints.ts';

export type InterceptionControlOptions = {
  readonly dataFolder: string;
  readonly settings: () => InterceptionSettings;
  readonly onNotice: (title: string, text: string) => void;
  /** The authority was made, re-issued or removed. */
  readonly onAuthority: (facts: AuthorityFacts | null) => void;
};

export type InterceptionControl = {
  /** For the app's own port; null while interception is off. */
  readonly current: () => Interception | null;
  /** For programs that the window starts; null until `openForPrograms`, and after `remove`. */
  readonly forPrograms: () => Interception | null;
  /** Goes by the settings as they are now. Rejects when the data folder cannot be written. */
  readonly follow: () => Promise<void>;
  /** Makes the authority where there is none. Rejects when the data folder cannot be written. */
  readonly openForPrograms: () => Promise<Interception>;
  /** Null: there is none, or it is damaged. */
  readonly authority: () => AuthorityFacts | null;
  /** A new key and certificate: whatever trusts the old one must be started again. */
  readonly renew: () => Promise<AuthorityFacts | null>;
  /** Deletes key and certificates; nothing is intercepted until it is asked for again. */
  readonly remove: () => Promise<void>;
};

/** The authority and its rules for the app's own port, which follows the switch, and for started programs, which do not. */
export function createInterceptionControl(options: InterceptionControlOptions): InterceptionControl {
  const { dataFolder, onAuthority } = options;
  const source = { ...options, offersHttp2: () => options.settings().offersHttp2 === true };
  const ownPort = createInterceptionSource(source);
  const programs = createInterceptionSource(source);
  let told: string | null = null;
  const allRules = (): readonly HostRule[] => rulesOfSettings({ ...options.settings(), isEnabled: true }) ?? [];
  const authority = (): AuthorityFacts | null => authorityFacts(dataFolder);
  const tell = (): AuthorityFacts | null => {
    const facts = authority();
    const fingerprint = facts?.fingerprint ?? null;
    if (fingerprint !== told) onAuthority(facts);
    told = fingerprint;
    return facts;
  };
  // One after the other: both write the same file.
  const follow = async (): Promise<void> => {
    await ownPort.use(rulesOfSettings(options.settings()));
    if (programs.current() !== null) await programs.use(allRules());
    tell();
  };
  return {
    current: ownPort.current,
    forPrograms: programs.current,
    follow,
    openForPrograms: async () => {
      await programs.use(allRules());
      tell();
      const opened = programs.current();
      if (opened === null) throw new Error('the authority was removed meanwhile');
      return opened;
    },
    authority,
    renew: async () => {
      await renewAuthority(dataFolder, signedNamesOf(interceptedHosts(allRules())), Date.now());
      await follow();
      return authority();
    },
    remove: async () => {
      await Promise.all([ownPort.use(null), programs.use(null)]);
      removeAuthority(dataFolder);
      tell();
    },
  };
}

/** Of the authority in a data folder; null: there is none, or it is damaged. */
export function authorityFacts(dataFolder: string): AuthorityFacts | null {
  const stored = readAuthority(dataFolder);
  if (stored === null || stored === 'damaged') return null;
  const { subject, validFrom } = new X509Certificate(stored.certificate);
  return {
    file: certificateFile(dataFolder),
    subject: subject.replaceAll('\n', ', '),
    fingerprint: fingerprintOf(stored.certificate),
    validFrom: Date.parse(validFrom),
    validUntil: stored.notAfter,
    names: stored.names,
    addresses: stored.addresses,
  };
}
