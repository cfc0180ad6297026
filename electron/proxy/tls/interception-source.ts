/** Keeps what the proxy needs for interception in step with the list of hosts: the rules, and an authority that may sign for them. */
import type { HostRule } from '../../../shared/model/interception.ts';
import type { Interception } from '../proxy-api.ts';
import { openAuthority } from './authority.ts';

export type InterceptionSource = {
  /** For `ProxyOptions.interception`; null until rules are in use. */
  readonly current: () => Interception | null;
  /**
   * Uses these rules from now on; null: nothing is intercepted. Makes or re-issues the authority first where the rules need
   * it. Rejects when the data folder cannot be written, and leaves things as they were.
   */
  readonly use: (rules: readonly HostRule[] | null) => Promise<void>;
};

export type InterceptionSourceOptions = {
  readonly dataFolder: string;
  /** The authority was made anew: programs that trust the old one must be told. */
  readonly onNotice: (title: string, text: string) => void;
  /** HTTP/2 also for programs that could do without it; asked when rules come into use. Absent: no. */
  readonly offersHttp2?: () => boolean;
};

/** Nothing is intercepted until rules are set; changes are made one after the other. */
export function createInterceptionSource(options: InterceptionSourceOptions): InterceptionSource {
  let current: Interception | null = null;
  let queue: Promise<unknown> = Promise.resolve();
  const change = async (rules: readonly HostRule[] | null): Promise<void> => {
    if (rules === null) {
      current = null;
      return;
    }
    const authority = await openAuthority({ ...options, hosts: interceptedHosts(rules), now: Date.now });
    const { leafFor, certificateFile } = authority;
    current = { rules, leafFor, certificateFile, offersHttp2: options.offersHttp2?.() ?? false };
  };
  return {
    current: () => current,
    use: (rules) => {
      const next = queue.then(() => change(rules));
      queue = next.catch(() => undefined);
      return next;
    },
  };
}

/** The hosts and globs that an authority must be able to sign for. */
export function interceptedHosts(rules: readonly HostRule[]): readonly string[] {
  return rules.filter(({ action }) => action !== 'tunnel').map(({ host }) => host);
}
