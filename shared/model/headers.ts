/** Header lists as they stood on the wire: original case, order and duplicates. Secrets are fingerprints before they get here. */

/** What is left of a secret: enough to recognise the same one again, never enough to use it. */
export type SecretFingerprint = {
  /** `Bearer`, `Basic`, … or null for a bare key. */
  readonly scheme: string | null;
  /** Last four characters, or null when the secret is too short to show any (under 12 characters). */
  readonly lastFour: string | null;
  /** First 4 hex digits of a salted SHA-256: equal for equal secrets on this installation. */
  readonly hash: string;
};

export type HeaderEntry = {
  readonly name: string;
  /** The value; for a secret its masked form, e.g. `Bearer ••••a1b2 #7f3c`. */
  readonly value: string;
  readonly secret?: SecretFingerprint;
};

export type HeaderList = readonly HeaderEntry[];

/** First value of a header, by case-insensitive name. */
export function headerValue(headers: HeaderList, name: string): string | null {
  const wanted = name.toLowerCase();
  return headers.find((entry) => entry.name.toLowerCase() === wanted)?.value ?? null;
}
