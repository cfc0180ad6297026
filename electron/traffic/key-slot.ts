/** Under which names keys of an endpoint are kept, by the vault and in what the traffic thread is told. */

/** Of an endpoint's client key; no endpoint can be called so. */
export function clientKeySlot(endpoint: string): string {
  return `${endpoint}/client-key`;
}

/** One key among all: `slot` is an endpoint's name, or its client key's slot. */
export function keyId(upstream: string, slot: string): string {
  return `${upstream}/${slot}`;
}
