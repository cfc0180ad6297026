/** Which hosts the forward proxy decrypts, passes blind, or answers from somewhere else. */

/**
 * `host` is a name, an IP address without brackets, or a glob: `*.example.com` fits every name below, a `*` elsewhere
 * fits within one label. The first rule that fits a host decides; a host without a rule is tunnelled.
 */
export type HostRule =
  | { readonly host: string; readonly action: 'intercept' | 'tunnel' }
  | {
      readonly host: string;
      readonly action: 'redirect';
      /** Where its requests go instead. The address of an endpoint brings that endpoint's headers, key and trust. */
      readonly url: string;
      /** The endpoint itself: its address counts, whatever becomes of it; `url` where it is gone. Absent: an address alone. */
      readonly endpoint?: { readonly upstream: string; readonly name: string };
    };

/** The interception part of the settings. */
export type InterceptionSettings = {
  /** Off until the user asks for it: then nothing is decrypted. */
  readonly isEnabled: boolean;
  /** Looked at before the known hosts that ship with Wirelens. */
  readonly rules: readonly HostRule[];
  /** HTTP/2 also for programs that could do without it. Absent: only for those that offer nothing else. */
  readonly offersHttp2?: boolean;
};

/** The certificate authority of this installation, as far as it is no secret. */
export type AuthorityFacts = {
  /** Path of its certificate (PEM), for programs that shall trust it. */
  readonly file: string;
  readonly subject: string;
  /** SHA-256 as `AB:CD:...`. */
  readonly fingerprint: string;
  /** Epoch ms. */
  readonly validFrom: number;
  readonly validUntil: number;
  /** It may sign for these names and what is below them, for these addresses, and for nothing else. */
  readonly names: readonly string[];
  readonly addresses: readonly string[];
};
