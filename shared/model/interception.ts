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
    };

/** The interception part of the settings. */
export type InterceptionSettings = {
  /** Off until the user asks for it: then nothing is decrypted. */
  readonly isEnabled: boolean;
  /** Looked at before the known hosts that ship with Wirelens. */
  readonly rules: readonly HostRule[];
};
